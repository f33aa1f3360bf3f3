/// What a reader does with a page.
extension Page {
  /// Clicks, or taps, the middle of the first of some elements that can be seen.
  public func click(_ selector: String) throws {
    struct Point: Decodable {
      let x: Double
      let y: Double
    }
    let script = """
      (() => {
        const element = [...document.querySelectorAll(\(Self.literal(selector)))]
          .find((one) => one.checkVisibility({ visibilityProperty: true }));
        if (!element) return null;
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const box = element.getClientRects()[0];
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      })()
      """
    guard let point = try evaluate(script, as: Point?.self) else {
      throw BrowserFault.nothingThere(selector: selector)
    }
    struct Mouse: Encodable {
      let type: String
      let x: Double
      let y: Double
      let button = "left"
      let clickCount = 1
    }
    for type in ["mousePressed", "mouseReleased"] {
      try call("Input.dispatchMouseEvent", Mouse(type: type, x: point.x, y: point.y))
    }
  }

  /// Presses the key that leads to the next place for the keyboard.
  public func pressTab() throws {
    struct Key: Encodable {
      let type: String
      let key = "Tab"
      let code = "Tab"
      let windowsVirtualKeyCode = 9
    }
    for type in ["rawKeyDown", "keyUp"] { try call("Input.dispatchKeyEvent", Key(type: type)) }
  }

  /// Goes to a place in the page, as a link does, without a step in its history.
  public func go(to identifier: String) throws {
    try perform("location.replace(\(Self.literal("#" + identifier)))")
  }

  /// A text of Swift as one of JavaScript.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": literal += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value > 0x7E:
        literal += "\\u{\(String(scalar.value, radix: 16))}"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
