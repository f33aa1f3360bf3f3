public import Caseload
internal import Digest
public import JSONText

/// A scenario as it was read, with what is needed to read it again.
public struct LoadedScenario: Hashable, Sendable {
  /// A file that took part.
  public struct File: Hashable, Sendable {
    /// Its path, as found.
    public let path: String
    /// SHA-256 of its bytes, in hexadecimal.
    public let digest: String
  }

  /// What the scenario says.
  public let world: World
  /// The document after `extends` and overrides, itself a complete scenario file.
  public let document: Node
  /// The files that were read: the scenario first, then what it extends.
  public let files: [File]
  /// SHA-256 of the document's canonical text, in hexadecimal.
  ///
  /// The same for files that differ in layout, comments and the order of keys alone.
  public let digest: String
}

/// Reads scenario files.
public struct ScenarioReader: Sendable {
  /// Where files are looked for.
  public let library: Library
  /// The identifiers of the letter's claims, which a scenario may name.
  public let knownClaims: Set<String>

  /// Makes a reader.
  public init(library: Library = Library(), knownClaims: Set<String>) {
    self.library = library
    self.knownClaims = knownClaims
  }

  /// Reads a scenario, what it extends and what the command line changes.
  ///
  /// - Parameters:
  ///   - path: A path, or the name of a scenario; see ``Library/find(_:)``.
  ///   - overrides: Changes, in order.
  /// - Returns: The world that the file describes, without a fault.
  /// - Throws: All faults at once; ``Faults/isMissingInput`` when there is no such file.
  public func read(_ path: String, overrides: [Override] = []) throws(Faults) -> LoadedScenario {
    guard let found = library.find(path) else {
      let place = Place(file: path, line: 1, column: 1)
      throw Faults([
        Fault(place, "", .noSuchFile("", nearest: library.suggestion(for: path)))
      ])
    }
    var gathering = Gathering(library: library)
    let merged = gathering.document(found, from: nil)
    guard let merged else { throw Faults(gathering.sorted(gathering.faults)) }
    var setter = Setter(document: merged.without("extends"))
    for override in overrides { setter.apply(override) }
    let (world, faults) = Self.world(of: setter.document, knownClaims: knownClaims)
    let all = gathering.faults + setter.faults + faults
    guard all.isEmpty else { throw Faults(gathering.sorted(all)) }
    return LoadedScenario(
      world: world, document: setter.document, files: gathering.files,
      digest: SHA256.digest(of: setter.document.json.canonicalBytes))
  }

  /// Reads a scenario that is a whole document already, such as the one in a report's manifest.
  ///
  /// - Parameter document: The document after `extends`.
  /// - Returns: The world that it describes, without a fault.
  /// - Throws: All faults at once.
  public func read(_ document: Node) throws(Faults) -> World {
    let (world, faults) = Self.world(of: document, knownClaims: knownClaims)
    guard faults.isEmpty else { throw Faults(faults) }
    return world
  }

  /// The world of a document, which counts only when there are no faults.
  static func world(of document: Node, knownClaims: Set<String>) -> (World, [Fault]) {
    let checker = Checker(document: document, claims: knownClaims)
    var assembler = Assembler(document: document, checker: checker)
    let world = assembler.world()
    return (world, checker.faults + assembler.faults)
  }
}

/// Follows `extends` from file to file.
private struct Gathering {
  let library: Library
  var files: [LoadedScenario.File] = []
  var faults: [Fault] = []
  private var chain: [String] = []

  init(library: Library) { self.library = library }

  /// A file laid over what it extends; nil when one of them could not be understood.
  ///
  /// The reference is the value of `extends` that names the file; the first file has none.
  mutating func document(_ path: String, from reference: Node?) -> Node? {
    chain.append(path)
    defer { chain.removeLast() }
    guard let bytes = library.contents(path) else {
      let place = reference?.place ?? Place(file: path, line: 1, column: 1)
      let fact = Fact.unreadable(reference?.string ?? "")
      faults.append(Fault(place, reference == nil ? "" : "extends", fact))
      return nil
    }
    files.append(LoadedScenario.File(path: path, digest: SHA256.digest(of: bytes)))
    let reading = Node.reading(bytes, file: path, as: .json5)
    faults += reading.faults.map { Fault($0.place, "", .syntax($0.reason)) }
    // A repeated key leaves every value as it was written; after other faults, what stands in for
    // a value would only be blamed again.
    let isClear = reading.faults.allSatisfy { fault in
      if case .duplicateKey = fault.reason { true } else { false }
    }
    guard let node = reading.node, isClear else { return nil }
    var base: Node?
    if let extends = node["extends"], let written = extends.string {
      base = extended(extends, written, path)
      if base == nil { return nil }
    }
    var merger = Merger()
    let merged = merger.merged(base, node, .record(Format.scenario), "")
    faults += merger.faults
    return merged
  }

  private mutating func extended(_ node: Node, _ written: String, _ file: String) -> Node? {
    let path = Library.path(of: written, beside: file)
    guard !path.isEmpty, let found = library.existing(path) else {
      faults.append(Fault(node.place, "extends", .noSuchFile(written, nearest: nil)))
      return nil
    }
    if let start = chain.firstIndex(of: found) {
      faults.append(Fault(node.place, "extends", .cyclicExtends(chain[start...] + [found])))
      return nil
    }
    return document(found, from: node)
  }

  /// The faults in the order of the files and of their places, those of the command line last.
  func sorted(_ faults: [Fault]) -> [Fault] {
    var order: [String: Int] = [:]
    for file in files where order[file.path] == nil { order[file.path] = order.count }
    let keyed = faults.enumerated().map { index, fault in
      (fault, [order[fault.place.file] ?? .max, fault.place.line, fault.place.column, index])
    }
    return keyed.sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
  }
}

extension Node {
  /// An object without a key.
  fileprivate func without(_ key: String) -> Node {
    guard let members else { return self }
    return Node(.object(members.filter { $0.key != key }), at: place)
  }
}
