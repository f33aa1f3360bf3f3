/// Something that is wrong with a page.
public struct PageFault: Hashable, Sendable, CustomStringConvertible {
  /// What is asked of a page.
  public enum Check: String, CaseIterable, Sendable {
    /// No exception, no error or warning on the console.
    case complaints
    /// Nothing is asked for but the file itself.
    case requests
    /// Nothing refers to other files or hosts that a page loads by itself.
    case network
    /// Nothing is wider than the screen, but in a frame that scrolls.
    case overflow
    /// No text is cut off.
    case clipped
    /// No texts of a drawing lie over each other.
    case overlap
    /// No text is smaller than 9 CSS pixels.
    case legibility
    /// No id twice.
    case ids
    /// Every reference within the page resolves, within its language.
    case references
    /// From numbers to sentences and back.
    case evidence
    /// Both languages hold the same results.
    case parity
    /// Levels of headings in order.
    case headings
    /// One language is shown, the one asked for; with scripts and without, on screens and paper.
    case editions
    /// No word of the program in the text.
    case leftovers
    /// Texts, numbers and months in the language of their edition.
    case language
    /// Every picture is there.
    case images
    /// What is to be touched is large enough.
    case targets
    /// Nothing moves for who asked for less motion.
    case motion
    /// No control is shown that does nothing without scripts.
    case deadControls
    /// The letter is printed, nothing is pinned to paper or folded away on it.
    case paper
    /// Links of the evidence lead to what is shown then.
    case arrived
    /// What a link of the evidence leads to is in the window, with nothing over it.
    case inSight
    /// The keyboard reaches the navigation and is seen where it is.
    case keyboard
    /// What axe-core finds under WCAG 2.2 AA and among good practices.
    case accessibility
  }

  /// What was asked.
  public let check: Check
  /// On which screen and in which language, such as `phone, en`.
  public let circumstances: String
  /// What was found.
  public let finding: String

  /// Makes a fault.
  public init(_ check: Check, in circumstances: String, _ finding: String) {
    self.check = check
    self.circumstances = circumstances
    self.finding = finding
  }

  /// One line.
  public var description: String { "\(check.rawValue) (\(circumstances)): \(finding)" }
}
