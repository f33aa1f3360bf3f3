import Foundation

/// The data of Bryant and Lempert (2010): see `Fixtures/README.md`.
struct BryantLempert {
  let bytes: [UInt8]
  let names: [String]
  /// The nine uncertain numbers.
  let columns: [[Double]]
  /// Whether a run is among those of interest.
  let isHit: [Bool?]

  init() throws {
    let file = Bundle.module.bundleURL.appendingPathComponent("Fixtures/bryant-lempert-2010.csv")
    bytes = [UInt8](try Data(contentsOf: file))
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let cells = lines.map { $0.split(separator: ",").map(String.init) }
    names = Array(cells[0][2..<11])
    let rows = cells.dropFirst()
    columns = (2..<11).map { column in rows.map { Double($0[column]) ?? .nan } }
    isHit = rows.map { $0[15] == "1" }
  }
}
