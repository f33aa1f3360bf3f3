public import Foundation

/// What a page looks like.
extension Page {
  /// Longest side of a picture, in its own pixels: higher ones are drawn with repetitions.
  private static let longestSide = 12_000.0

  /// The whole page as it would be seen by scrolling, from top to bottom, as PNG.
  ///
  /// One picture for most pages; one after the other where the page is too long for one.
  public func pictures() throws -> [Data] {
    struct Size: Decodable {
      let width: Double
      let height: Double
    }
    struct Layout: Decodable { let cssContentSize: Size }
    struct Clip: Encodable {
      let x = 0.0
      let y: Double
      let width: Double
      let height: Double
      let scale = 1.0
    }
    struct Shot: Encodable {
      let format = "png"
      let captureBeyondViewport = true
      let optimizeForSpeed = true
      let clip: Clip
    }
    struct Picture: Decodable { let data: Data }
    let size = try call("Page.getLayoutMetrics", as: Layout.self).cssContentSize
    let step = (Self.longestSide / screen.scale).rounded(.down)
    return try stride(from: 0, to: size.height, by: step).map { top in
      let clip = Clip(y: top, width: size.width, height: min(step, size.height - top))
      return try call(
        "Page.captureScreenshot", Shot(clip: clip), seconds: 60, as: Picture.self
      ).data
    }
  }

  /// The page on A4, with the margins of its own `@page`, as PDF.
  public func printed() throws -> Data {
    struct Paper: Encodable {
      let paperWidth = 210 / 25.4
      let paperHeight = 297 / 25.4
      let printBackground = true
      let preferCSSPageSize = true
    }
    struct Document: Decodable { let data: Data }
    return try call("Page.printToPDF", Paper(), seconds: 60, as: Document.self).data
  }
}
