import Caseload
import JSONText
import Testing

@testable import Scenario

private func node(_ text: String) throws -> Node {
  try Node(Array(text.utf8), file: "test", as: .json5)
}

/// The document that comes of laying one on another, as compact text, and the facts found.
private func merged(_ base: String, _ over: String) throws -> (text: String, facts: [Fact]) {
  var merger = Merger()
  let node = merger.merged(
    try node(base), try node(over), .record(Format.scenario), "")
  return (node.json.text(.compact), merger.faults.map(\.fact))
}

@Suite struct `laying one file on another` {
  @Test(arguments: [
    (
      "{calendar:{start:'2025-01',months:3}}", "{calendar:{months:4}}",
      #"{"calendar":{"start":"2025-01","months":4}}"#
    ),
    ("{runs:3,seed:1}", "{seed:null}", #"{"runs":3}"#),
    (
      "{streams:[{name:'a',pool:'p'},{name:'b'}]}", "{streams:[{name:'b',pool:'q'},{name:'c'}]}",
      #"{"streams":[{"name":"a","pool":"p"},{"name":"b","pool":"q"},{"name":"c"}]}"#
    ),
    (
      "{streams:[{name:'a'},{name:'b'}]}", "{streams:[{name:'a',remove:true}]}",
      #"{"streams":[{"name":"b"}]}"#
    ),
    (
      "{sources:[{id:'a',date:'2025'}]}", "{sources:[{id:'a',date:'2026'}]}",
      #"{"sources":[{"id":"a","date":"2026"}]}"#
    ),
    (
      "{published:[{name:'a',value:1,month:'2024-12'},{name:'b'}]}",
      "{published:[{name:'a',value:2},{name:'b',remove:true},{name:'c'}]}",
      #"{"published":[{"name":"a","value":2,"month":"2024-12"},{"name":"c"}]}"#
    ),
    (
      "{questions:[{claim:'Q1'}]}", "{questions:[{claim:'Q2'}]}", #"{"questions":[{"claim":"Q2"}]}"#
    ),
    (
      "{streams:[{name:'a',claims:['C08']}]}", "{streams:[{name:'a',claims:['C10']}]}",
      #"{"streams":[{"name":"a","claims":["C10"]}]}"#
    ),
    (
      "{streams:[{name:'a',term:{value:3,unit:'months',basis:{claim:'C08'}}}]}",
      "{streams:[{name:'a',term:{value:4}}]}",
      #"{"streams":[{"name":"a","term":{"value":4,"unit":"months","basis":{"claim":"C08"}}}]}"#
    ),
    (
      "{streams:[{name:'a',term:{value:3,basis:{claim:'C08'}}}]}", "{streams:[{name:'a',term:4}]}",
      #"{"streams":[{"name":"a","term":4}]}"#
    ),
    (
      "{streams:[{name:'a',term:3}]}", "{streams:[{name:'a',term:{basis:{claim:'C08'}}}]}",
      #"{"streams":[{"name":"a","term":{"value":3,"basis":{"claim":"C08"}}}]}"#
    ),
    (
      "{streams:[{name:'a',term:{uniform:[1,2]}}]}", "{streams:[{name:'a',term:{pert:[1,2,3]}}]}",
      #"{"streams":[{"name":"a","term":{"pert":[1,2,3]}}]}"#
    ),
    (
      "{streams:[{name:'a',term:{normal:{mean:1,sd:2,low:0}}}]}",
      "{streams:[{name:'a',term:{normal:{p05:1,p95:4}}}]}",
      #"{"streams":[{"name":"a","term":{"normal":{"low":0,"p05":1,"p95":4}}}]}"#
    ),
    (
      "{streams:[{name:'a',term:{value:{normal:{mean:1,sd:2}},unit:'months'}}]}",
      "{streams:[{name:'a',term:{value:{normal:{sd:3}}}}]}",
      #"{"streams":[{"name":"a","term":{"value":{"normal":{"mean":1,"sd":3}},"unit":"months"}}]}"#
    ),
    (
      "{streams:[{name:'a',term:{value:{normal:{mean:1,sd:2}}}}]}",
      "{streams:[{name:'a',term:{value:{uniform:[3,4]}}}]}",
      #"{"streams":[{"name":"a","term":{"value":{"uniform":[3,4]}}}]}"#
    ),
    (
      "{levers:[{name:'a',effects:[{name:'e',multiply:2}]}]}",
      "{levers:[{name:'a',effects:[{name:'e',add:1}]}]}",
      #"{"levers":[{"name":"a","effects":[{"name":"e","add":1}]}]}"#
    ),
    (
      "{levers:[{name:'a',effects:[{name:'e',phase:{step:'x',end:'y'}}]}]}",
      "{levers:[{name:'a',effects:[{name:'e',phase:{linear:[]}}]}]}",
      #"{"levers":[{"name":"a","effects":[{"name":"e","phase":{"end":"y","linear":[]}}]}]}"#
    ),
    (
      "{pools:[{name:'a',allocation:{priority:['s']}}]}",
      "{pools:[{name:'a',allocation:{shares:{s:1}}}]}",
      #"{"pools":[{"name":"a","allocation":{"shares":{"s":1}}}]}"#
    ),
    (
      "{pools:[{name:'a',allocation:'proportional'}]}",
      "{pools:[{name:'a',allocation:{shares:{s:1}}}]}",
      #"{"pools":[{"name":"a","allocation":{"shares":{"s":1}}}]}"#
    ),
    (
      "{pools:[{name:'a',allocation:{shares:{normal:1,beta:2}}}]}",
      "{pools:[{name:'a',allocation:{shares:{beta:3}}}]}",
      #"{"pools":[{"name":"a","allocation":{"shares":{"normal":1,"beta":3}}}]}"#
    ),
    (
      "{flows:[{name:'a',lag:{from:1,to:2}}]}", "{flows:[{name:'a',lag:{first:1,weights:[1]}}]}",
      #"{"flows":[{"name":"a","lag":{"first":1,"weights":[1]}}]}"#
    ),
    ("{basis:{claim:'C08'}}", "{basis:{assumption:'x'}}", #"{"basis":{"assumption":"x"}}"#),
    (
      "{tests:[{name:'a',claim:'C08',right:{sum:[]}}]}", "{tests:[{name:'a',source:'s',right:3}]}",
      #"{"tests":[{"name":"a","right":3,"source":"s"}]}"#
    ),
    (
      "{tests:[{name:'a',right:{sum:[]}}]}", "{tests:[{name:'a',right:{value:3}}]}",
      #"{"tests":[{"name":"a","right":{"value":3}}]}"#
    ),
    (
      "{streams:[{name:'a',discipline:{split:{newest:1}}}]}",
      "{streams:[{name:'a',discipline:'random'}]}",
      #"{"streams":[{"name":"a","discipline":"random"}]}"#
    ),
  ])
  func `follows the rules of the format`(base: String, over: String, expected: String) throws {
    let (text, facts) = try merged(base, over)
    #expect(text == expected)
    #expect(facts.isEmpty)
  }

  @Test func `removing what is not there is a fault`() throws {
    #expect(try merged("{runs:3}", "{rnus:null}").facts == [.nothingToRemove(nearest: "runs")])
    #expect(
      try merged("{streams:[{name:'visa'}]}", "{streams:[{name:'vsa',remove:true}]}").facts
        == [.nothingToRemove(nearest: "visa")])
  }

  @Test func `a name given twice in one file does not merge with itself`() throws {
    let (text, _) = try merged("{streams:[{name:'a'}]}", "{streams:[{name:'a'},{name:'a'}]}")
    #expect(text == #"{"streams":[{"name":"a"},{"name":"a"}]}"#)
  }

  @Test func `every value keeps its own place`() throws {
    let loaded = try reader.read("tiny")
    let only = loaded.document["streams"]?.elements?[0]
    #expect(only?["pool"]?.place == Place(file: "Scenarios/base.json", line: 9, column: 15))
    #expect(
      only?["term"]?["value"]?.place == Place(file: "Scenarios/tiny.json", line: 5, column: 52))
    #expect(loaded.world.streams[0].term.basis == [.claim("C08")])
    #expect(loaded.document["extends"] == nil)
  }
}
