/// Where something stands in a text.
public struct Place: Hashable, Sendable {
  /// Name of the file, as it is to be shown.
  public let file: String
  /// Line, from 1.
  public let line: Int
  /// Column, from 1, counted in Unicode code points.
  public let column: Int

  /// Makes a place.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}
