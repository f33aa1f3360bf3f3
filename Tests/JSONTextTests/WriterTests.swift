import Testing

@testable import JSONText

@Suite struct `JSON is written` {
  private let example: JSON = [
    "name": "pact", "runs": 100, "shares": [0.1, 1e-7, 1e21, 3.0], "none": nil,
    "deep": ["a": [["b": true]], "e": [:], "l": []],
  ]

  @Test func `in the order given, to be read by people`() {
    #expect(
      example.text() == """
        {
          "name": "pact",
          "runs": 100,
          "shares": [0.1, 1e-07, 1e+21, 3],
          "none": null,
          "deep": {
            "a": [
              {
                "b": true
              }
            ],
            "e": {},
            "l": []
          }
        }
        """)
  }

  @Test func `without white space`() {
    #expect(
      example.text(.compact)
        == #"{"name":"pact","runs":100,"shares":[0.1,1e-07,1e+21,3],"none":null,"deep":{"a":[{"b":true}],"e":{},"l":[]}}"#
    )
  }

  @Test func `canonically, whatever the order of keys and the form of numbers`() throws {
    let texts = ["{b: 1.0, a: {d: 1e2, c: 'x'}}", "{\"a\":{\"c\":\"\\u0078\",\"d\":100},\"b\":1}"]
    let canonical = try texts.map { text in
      try Node(Array(text.utf8), file: "t", as: .json5).json.canonicalText
    }
    #expect(canonical == Array(repeating: #"{"a":{"c":"x","d":100},"b":1}"#, count: 2))
  }

  @Test func `keys are ordered by their bytes`() {
    let json: JSON = ["é": 1, "z": 2, "Z": 3, "a": 4, "aa": 5]
    #expect(json.canonicalText == #"{"Z":3,"a":4,"aa":5,"z":2,"é":1}"#)
  }

  @Test(arguments: [
    0.1, -0.0, 1 / 3, .pi, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
    123_456_789_012_345_680, 1e15, -2.5e-9, 1e16,
    9_007_199_254_740_992,
  ])
  func `numbers read back to the same bits`(value: Double) throws {
    let text = JSON.number(value).text(.compact)
    let node = try Node(Array(text.utf8), file: "t", as: .json)
    #expect(node.number?.bitPattern == value.bitPattern)
  }

  @Test func `what is not finite becomes null`() {
    #expect(JSON.number(Double.nan).text(.compact) == "null")
    #expect(JSON.number(Double.infinity).text(.compact) == "null")
  }

  @Test func `strings are escaped where they must be`() {
    #expect(
      JSON.string("\"\\/\n\r\t\u{8}\u{1F}\u{2028}é😀").text(.compact)
        == #""\"\\/\n\r\t\u0008\u001f\u2028é😀""#)
  }

  @Test func `literals make values`() {
    #expect(example["runs"] == .number(100))
    #expect(example["deep"]?["a"] == .array([.object([JSON.Pair("b", .boolean(true))])]))
    #expect(example["absent"] == nil && JSON.null["a"] == nil)
  }
}
