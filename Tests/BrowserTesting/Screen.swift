/// What a page is shown on.
public struct Screen: Hashable, Sendable {
  /// For names of files.
  public let name: String
  /// In CSS pixels.
  public let width: Int
  /// In CSS pixels; of paper, what is seen at once.
  public let height: Int
  /// Pixels of the picture a CSS pixel.
  public let scale: Double
  /// A touch screen, which takes the page's own word on its width.
  public let isMobile: Bool
  /// Styles for print hold.
  public let isPaper: Bool

  /// Makes a screen.
  public init(
    _ name: String, width: Int, height: Int, scale: Double = 1, isMobile: Bool = false,
    isPaper: Bool = false
  ) {
    self.name = name
    self.width = width
    self.height = height
    self.scale = scale
    self.isMobile = isMobile
    self.isPaper = isPaper
  }

  /// A telephone held upright.
  public static let phone = Screen("phone", width: 360, height: 740, scale: 2, isMobile: true)
  /// A common laptop.
  public static let laptop = Screen("laptop", width: 1366, height: 768)
  /// A4 without margins: 210 mm at 96 pixels an inch.
  public static let paper = Screen("paper", width: 794, height: 1123, isPaper: true)
  /// What WCAG 2.2 asks of reflow (1.4.10): 1280 pixels at 400 per cent.
  public static let magnified = Screen("magnified", width: 320, height: 256)
  /// A4 within margins of 20 mm.
  public static let textOnPaper = Screen("text-on-paper", width: 642, height: 971, isPaper: true)
}
