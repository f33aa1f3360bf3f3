import BrowserTesting
import Foundation
import Testing

/// The good page with one mistake in it.
struct WrongPage: Sendable, CustomTestStringConvertible {
  /// How it is looked at.
  enum Stage: Sendable {
    case document
    case record
    case laptop
    case phone
    case magnified
    case paper
    case switching
    case switchingWithoutScripts
    case controls
    case following
    case sight
    case motion
    case keyboard
    case accessibility
  }

  /// What is wrong with it.
  let testDescription: String
  let stage: Stage
  /// The checks that find it.
  let checks: Set<PageFault.Check>
  /// What one of the findings says.
  let says: String
  /// Every text that is changed, with what comes in its place.
  let changes: [(from: String, to: String)]

  private init(
    _ testDescription: String, _ stage: Stage, _ checks: Set<PageFault.Check>, says: String,
    _ changes: (from: String, to: String)...
  ) {
    self.testDescription = testDescription
    self.stage = stage
    self.checks = checks
    self.says = says
    self.changes = changes
  }

  /// The text of the good page.
  static func good() throws -> String {
    try String(
      contentsOf: Bundle.module.bundleURL.appendingPathComponent("Fixtures/good.html"),
      encoding: .utf8)
  }

  /// A text that stands in the page of which a change speaks, but does not.
  struct NotFound: Error { let text: String }

  /// A page with all changes of some pages.
  static func html(_ pages: [WrongPage]) throws -> String {
    var text = try good()
    for (from, to) in pages.flatMap(\.changes) {
      guard let range = text.range(of: from) else { throw NotFound(text: from) }
      text.replaceSubrange(range, with: to)
    }
    return text
  }
}

extension WrongPage {
  /// Something more at the end of the first edition.
  private static func more(_ html: String) -> (from: String, to: String) {
    ("<footer>", "<footer>\(html)")
  }

  /// Rules of style after all others.
  private static func style(_ rules: String) -> (from: String, to: String) {
    ("</style>", "\(rules)\n</style>")
  }

  /// A script after the page's own.
  private static func script(_ text: String) -> (from: String, to: String) {
    ("</body>", "<script>\(text)</script></body>")
  }

  /// Mistakes in what the document holds.
  static let inDocument = [
    WrongPage(
      "an id stands twice", .document, [.ids], says: "2 elements have the id “nl-claims”",
      (#"id="nl-claim-C01""#, #"id="nl-claims""#)),
    WrongPage(
      "a link leads nowhere", .document, [.references], says: "#nl-clams, which is not there",
      ("href=\"#nl-claims\"", "href=\"#nl-clams\"")),
    WrongPage(
      "a link leads into the other language", .document, [.references],
      says: "#en-claims, which is in another language",
      ("href=\"#nl-claims\"", "href=\"#en-claims\"")),
    WrongPage(
      "a label is missing", .document, [.references], says: "aria-labelledby=\"nl-none\"",
      ("aria-labelledby=\"nl-claims-title\"", "aria-labelledby=\"nl-none\"")),
    WrongPage(
      "a colour of a drawing is missing", .document, [.references], says: "fill=\"url(#nl-h)\"",
      ("url(#nl-g)", "url(#nl-h)")),
    WrongPage(
      "a sentence does not lead back to a result", .document, [.evidence],
      says: "#nl-r-table rests on nl-C01, which does not lead back to it",
      ("<li><a href=\"#nl-r-table\">De tabel</a></li>", "")),
    WrongPage(
      "a sentence leads back to a result that rests on others", .document, [.evidence],
      says: "nl-C01 leads back to #nl-r-stock, in which nothing rests on it",
      ("De tabel</a></li>", "De tabel</a></li><li><a href=\"#nl-r-stock\">De voorraad</a></li>")),
    WrongPage(
      "a number rests on a heading", .document, [.evidence],
      says: "(“12.400”) leads to no sentence of the letter",
      ("href=\"#nl-C01\">12.400", "href=\"#nl-claims-title\">12.400")),
    WrongPage(
      "a number rests on an empty set", .document, [.evidence],
      says: "(“12.400 zaken”) leads to no sentence of the letter",
      ("<li><a href=\"#nl-C01\">C01</a></li><li><a href=\"#nl-C02\">C02</a></li>", "")),
    WrongPage(
      "a number rests on a sentence of the other edition", .document, [.evidence, .references],
      says: "rests on en-C01, which is not in the letter of its edition",
      ("href=\"#nl-C01\">12.400", "href=\"#en-C01\">12.400")),
    WrongPage(
      "a number stands outside of results", .document, [.evidence],
      says: "(“3,5”) does not stand in a result with an id",
      ("<footer>", "<footer><p>Een daling van <a class=\"rests\" href=\"#nl-C02\">3,5</a>.</p>")),
    WrongPage(
      "a result has no id", .document, [.evidence, .references, .parity],
      says: "(“12.400”) does not stand in a result with an id",
      ("class=\"result\" id=\"nl-r-table\"", "class=\"result\"")),
    WrongPage(
      "a sentence has no list of results", .document, [.evidence],
      says: "the letter has no list of what rests on nl-C02 (#nl-back-C02)",
      ("id=\"nl-back-C02\"", "id=\"nl-behind-C02\"")),
    WrongPage(
      "there is no letter", .document, [.evidence], says: "#nl holds no letter",
      ("class=\"letter\"", "class=\"brief\"")),
    WrongPage(
      "nothing leads to the letter", .document, [.evidence, .parity],
      says: "nothing in #nl leads to what it rests on",
      ("class=\"rests\" href=\"#nl-e1\"", "href=\"#nl-e1\""),
      ("class=\"rests\" href=\"#nl-C02\"", "href=\"#nl-C02\""),
      ("class=\"rests\" href=\"#nl-C02\"", "href=\"#nl-C02\""),
      ("class=\"rests\" href=\"#nl-C01\"", "href=\"#nl-C01\"")),
    WrongPage(
      "a mark of a drawing leads where its result does not rest", .document, [.evidence, .parity],
      says: "#nl-r-stock rests on nl-C01, which does not lead back to it",
      (
        "<text x=\"4\" y=\"20\">voorraad</text>",
        "<a href=\"#nl-C01\"><text x=\"4\" y=\"20\">voorraad</text></a>"
      )),
    WrongPage(
      "one language has a link more", .document, [.parity],
      says: "result “r-answer” has 3 links to the letter in nl and 2 in en",
      ("3,5 procent</a>", "3,5</a> <a class=\"rests\" href=\"#nl-C02\">procent</a>")),
    WrongPage(
      "a level of headings is left out", .document, [.headings],
      says: "is of level 4 after level 2",
      ("<h3>Bewering C01</h3>", "<h4>Bewering C01</h4>")),
    WrongPage(
      "two headings are the first", .document, [.headings],
      says: "#nl has 2 headings of the first level", more("<h1>Nog een</h1>")),
    WrongPage(
      "a heading is empty", .document, [.headings], says: "is empty", more("<h2> </h2>")),
    WrongPage(
      "a number is none", .document, [.leftovers], says: "“NaN”",
      ("12.400 zaken", "NaN zaken")),
    WrongPage(
      "a place was not filled in", .document, [.leftovers], says: "“{{”", more("<p>{{title}}</p>")),
    WrongPage(
      "a spoken text is none", .document, [.leftovers], says: "“undefined” in aria-label of",
      ("aria-label=\"Inhoud\"", "aria-label=\"undefined\"")),
    WrongPage(
      "a zero has a sign", .document, [.leftovers], says: "“-0,0”",
      more("<p>Een daling van -0,0</p>")),
    WrongPage(
      "a link has no end", .document, [.leftovers], says: "leads nowhere",
      more("<p>Dit is <a>los</a>.</p>")),
    WrongPage(
      "an English sentence stands in the Dutch edition", .document, [.language],
      says: "is not in the language nl", more("<p>The stock is what the service has to decide.</p>")
    ),
    WrongPage(
      "a Dutch label stands in the English edition", .document, [.language],
      says: "aria-label of #en > header > nav is not in the language en",
      ("aria-label=\"Contents\"", "aria-label=\"Inhoud van de bladzijde\"")),
    WrongPage(
      "a month is English", .document, [.language], says: "“October” in",
      ("september 2028", "October 2028")),
    WrongPage(
      "a number has a point for a comma", .document, [.language],
      says: "“3.5” in #nl-r-answer is written as in the language en",
      ("3,5 procent", "3.5 procent")),
    WrongPage(
      "a number has a comma for a point", .document, [.language], says: "“3,5” in #en-r-answer",
      ("3.5 per cent", "3,5 per cent")),
    WrongPage(
      "an edition does not say its language", .document, [.language], says: "#en has lang=\"\"",
      ("id=\"en\" lang=\"en\"", "id=\"en\"")),
    WrongPage(
      "a style comes from elsewhere", .document, [.network], says: "does not stand by itself",
      ("<style>", "<link rel=\"preconnect\" href=\"https://example.org\"><style>")),
  ]

  /// Mistakes that the browser itself remarks on.
  static let onRecord = [
    WrongPage(
      "a script fails", .record, [.complaints],
      says: "exception: ReferenceError: nobody is not defined", script("nobody.knows()")),
    WrongPage(
      "a promise is broken", .record, [.complaints], says: "Error: late",
      script("Promise.reject(new Error('late'))")),
    WrongPage(
      "a script complains", .record, [.complaints], says: "console error: no tables here",
      script("console.error('no tables', 'here')")),
    WrongPage(
      "a picture is another file", .record, [.complaints, .requests], says: "/none.png",
      more("<img alt=\"Niets\" src=\"none.png\">")),
    WrongPage(
      "a typeface comes from elsewhere", .record, [.complaints, .requests],
      says: "asks for https://example.org/a.woff2",
      style(
        "@font-face { font-family: A; src: url(https://example.org/a.woff2) } h1 { font-family: A }"
      )
    ),
  ]

  /// Mistakes in how it is laid out.
  static let inLayout = [
    WrongPage(
      "something is wider than a laptop", .laptop, [.overflow],
      says: "the document is 2016 px wide on 13",
      more("<p style=\"width: 2000px\">breed</p>")),
    WrongPage(
      "something sticks out where the document hides it", .laptop, [.overflow],
      says: "(“breed”) reaches from 16 to 2016 px", style("html, body { overflow-x: hidden; }"),
      more("<p style=\"width: 2000px\">breed</p>")),
    WrongPage(
      "something begins left of the screen", .laptop, [.overflow],
      says: "(“links”) reaches from -34", more("<p style=\"margin-left: -50px\">links</p>")),
    WrongPage(
      "a table does not fit a phone and has no frame", .phone, [.overflow],
      says: "px wide on 360 px", (".frame { overflow-x: auto; }", "")),
    WrongPage(
      "a phone is taken for a desk", .phone, [.overflow],
      says: "it does not ask for the width of the screen",
      ("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">", "")),
    WrongPage(
      "a column cannot become narrow", .magnified, [.overflow], says: "on 320 px",
      more("<p style=\"min-width: 330px\">smal</p>")),
    WrongPage(
      "a table scrolls on paper", .paper, [.overflow, .clipped], says: "which paper cannot",
      style(
        "@media print { .frame { overflow: auto; } th, td { white-space: nowrap; padding: 2px 60px; } }"
      )),
    WrongPage(
      "a heading is cut", .laptop, [.clipped], says: "“Bewering C01” is cut by",
      ("<h3>", "<h3 style=\"width: 4em; overflow: hidden; white-space: nowrap\">")),
    WrongPage(
      "lines are cut", .laptop, [.clipped], says: "is cut by #nl-r-answer",
      (
        "id=\"nl-r-answer\"",
        "id=\"nl-r-answer\" style=\"height: 1.5em; width: 20em; overflow: hidden\""
      )
    ),
    WrongPage(
      "a label sticks out of its drawing", .laptop, [.clipped],
      says: "“achterstand” is cut by the edge of its drawing", ("x=\"220\"", "x=\"380\"")),
    WrongPage(
      "a frame cuts on paper", .paper, [.clipped], says: "is cut by",
      style(
        "@media print { .frame { overflow: hidden; width: 300px; } th { white-space: nowrap; } }")
    ),
    WrongPage(
      "two labels lie over each other", .laptop, [.overlap],
      says: "“voorraad” and “achterstand” overlap", ("x=\"220\"", "x=\"40\"")),
    WrongPage(
      "labels of a drawing are too small on a phone", .phone, [.legibility],
      says: "“voorraad” in #nl-r-stock", ("viewBox=\"0 0 400 120\"", "viewBox=\"0 0 900 120\"")),
    WrongPage(
      "small print", .laptop, [.legibility], says: "is 8.0 px high; at least 9 can be read",
      more("<p style=\"font-size: 8px\">De kleine letters</p>")),
    WrongPage(
      "a picture is broken", .laptop, [.images], says: "does not show",
      ("data:image/svg+xml,%3Csvg", "data:image/svg+xml,%3Cnothing")),
    WrongPage(
      "a drawing has no size", .laptop, [.images], says: "is drawn without a size",
      style("svg { width: 0; }")),
    WrongPage(
      "links are too near each other for a finger", .phone, [.targets], says: "too near",
      style(".back { line-height: 1.1; } .back a { display: inline; }")),
    WrongPage(
      "marks of a drawing are too near each other", .phone, [.targets],
      says: "is 7 by 7 px, too near",
      (
        "<text x=\"4\" y=\"20\">",
        """
        <a href="#nl-C01"><rect x="10" y="90" width="12" height="12"/></a>
        <a href="#nl-C02"><rect x="26" y="90" width="12" height="12"/></a>
        <text x="4" y="20">
        """
      )),
    WrongPage(
      "the letter is not printed", .paper, [.paper], says: "is not printed",
      style("@media print { aside.letter { display: none; } }")),
    WrongPage(
      "something is pinned to paper", .paper, [.paper], says: "is fixed on paper",
      style("@media print { h1 { position: fixed; } }")),
    WrongPage(
      "something is folded away on paper", .paper, [.paper], says: "is folded away on paper",
      more("<details><summary>Meer</summary><p>Verborgen</p></details>")),
    WrongPage(
      "both languages are shown", .laptop, [.editions], says: "shown: nl, en; expected: nl",
      (".edition { display: none; }", "")),
  ]

  /// Mistakes that show when somebody does something.
  static let inUse = [
    WrongPage(
      "a script keeps the language", .switching, [.editions],
      says: "with scripts, after a click: shown: nl; expected: en",
      script(
        "document.addEventListener('click', (event) => event.target.hreflang && event.preventDefault())"
      )),
    WrongPage(
      "the language changes by a script alone", .switchingWithoutScripts, [.editions],
      says: "without scripts, after a click",
      (".edition:target, .edition:has(:target) { display: block; }", ""),
      (
        "body:has(.edition:target, .edition :target) .edition:not(:target, :has(:target)) { display: none; }",
        ""
      ),
      script("addEventListener('hashchange', () => {})")),
    WrongPage(
      "no link leads to the other language", .switching, [.editions], says: "nothing to click at",
      ("<li><a href=\"#en\" hreflang=\"en\" lang=\"en\">English</a></li>", "")),
    WrongPage(
      "a button does nothing without scripts", .controls, [.deadControls],
      says: "(“Sorteer”) is shown, and does nothing without scripts",
      more("<button>Sorteer</button>")),
    WrongPage(
      "what a number rests on stays hidden", .following, [.arrived],
      says: "#nl-e1 is not shown when a link leads to it",
      (".grounds:target { display: block; }", "")),
    WrongPage(
      "something covers the letter", .sight, [.inSight], says: "is out of sight or covered",
      more("<div style=\"position: fixed; inset: 0; background: white\">Een ogenblik</div>")),
    WrongPage(
      "something moves although less motion was asked for", .motion, [.motion],
      says: "changes by a transition",
      ("@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }", "")),
    WrongPage(
      "the page scrolls smoothly although less motion was asked for", .motion, [.motion],
      says: "html scrolls smoothly", style("html { scroll-behavior: smooth; }")),
    WrongPage(
      "the keyboard does not reach a link", .keyboard, [.keyboard], says: "Tab does not reach",
      ("href=\"#nl-claims\"", "tabindex=\"-1\" href=\"#nl-claims\"")),
    WrongPage(
      "the keyboard cannot be seen", .keyboard, [.keyboard],
      says: "looks the same with the keyboard on it",
      (
        "a:focus-visible { outline: 3px solid #a3420a; outline-offset: 2px; }",
        "a { outline: none; }"
      )
    ),
    WrongPage(
      "the keyboard is caught", .keyboard, [.keyboard], says: "the keyboard does not get away from",
      script(
        "addEventListener('keydown', (event) => document.activeElement.matches('nav a') && event.preventDefault())"
      )),
    WrongPage(
      "the keyboard goes out of sight", .keyboard, [.keyboard],
      says: "has the keyboard and is out of sight or covered",
      ("<nav", "<a href=\"#nl-answers\" style=\"position: absolute; left: -999px\">Voorbij</a><nav")
    ),
    WrongPage(
      "there is no navigation", .keyboard, [.keyboard], says: "there is no navigation",
      ("<nav aria-label=\"Inhoud\">", "<div>"), ("</nav>", "</div>")),
    WrongPage(
      "letters are grey on white", .accessibility, [.accessibility],
      says: "color-contrast (serious",
      style("h2 { color: #bbb; }")),
    WrongPage(
      "a picture has no words", .accessibility, [.accessibility], says: "image-alt (critical",
      ("alt=\"Een vlak\" ", "")),
    WrongPage(
      "links are too small for the checker", .accessibility, [.accessibility], says: "target-size",
      style(
        "nav ul { display: block; } nav li { font-size: 10px; line-height: 1; } nav a { display: inline; }"
      )
    ),
  ]

  static let all = inDocument + onRecord + inLayout + inUse
}
