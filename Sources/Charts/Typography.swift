/// How text is set: sizes, and how wide it becomes.
///
/// The reader's own sans-serif font is used, which is not known here. Widths are those of Helvetica, with some room for wider fonts.
enum Typography {
  /// Fonts in order of preference.
  static let family =
    "Helvetica Neue, Helvetica, Arial, Liberation Sans, Roboto, Segoe UI, system-ui, sans-serif"
  /// Size of all text but the title: ten pixels on a telephone 320 pixels wide.
  static let size = 13.0
  /// Size of the title.
  static let titleSize = 17.0
  /// Distance of two lines of text, as a multiple of the size.
  static let lead = 1.25
  /// Room for fonts that are wider than Helvetica, as a multiple.
  private static let room = 1.06

  /// Widths of the characters from the space to the tilde, in thousandths of the size.
  private static let widths: [Double] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]

  /// The width of a line of text, in units of the drawing.
  static func width(_ text: String, size: Double = size, isBold: Bool = false) -> Double {
    var sum = 0.0
    for character in text.unicodeScalars {
      let place = Int(character.value) - 32
      switch character.value {
      case 0xA0: sum += widths[0]
      case 0x2011...0x2013, 0x2212: sum += 584
      default: sum += widths.indices.contains(place) ? widths[place] : 667
      }
    }
    return sum * size / 1000 * room * (isBold ? 1.07 : 1)
  }

  /// The words of a text; a number and its per cent sign are one.
  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").reduce(into: []) { words, word in
      if word.first == "%", let last = words.last {
        words[words.count - 1] = "\(last) \(word)"
      } else {
        words.append(String(word))
      }
    }
  }

  /// Breaks a text into lines of a width at most; a word that is wider is broken where it must.
  static func lines(
    _ text: String, width limit: Double, size: Double = size, isBold: Bool = false
  ) -> [String] {
    func fits(_ line: String) -> Bool { width(line, size: size, isBold: isBold) <= limit }
    var lines: [String] = []
    var line = ""
    for word in words(text) {
      let longer = line.isEmpty ? word : line + " " + word
      if fits(longer) {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if !line.isEmpty, !fits(line + String(character)) {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
