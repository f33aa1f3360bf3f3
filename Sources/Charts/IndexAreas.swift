public import Caseload

/// What makes a result uncertain, month by month: shares of its variance, stacked up to all of it.
///
/// First-order Sobol indices (I. M. Sobol', 2001, doi:10.1016/S0378-4754(00)00270-6) of independent factors add up to one at most; what they leave is what
/// factors explain only together. Chance lies at the bottom, then the factors that ever count most, then all others, then the interplay.
///
/// An estimate below nought is drawn as nought. The share of all others is estimated as one: their estimates are added first, so that errors even out and a
/// crowd of factors without influence does not seem to have one. Where estimates add up to more than one they are all reduced in proportion, and the chart says so.
public struct IndexAreas: Hashable, Sendable {
  /// An estimated share of the variance, with its interval.
  public struct Share: Hashable, Sendable {
    /// The share; below nought or above one where the estimate is.
    public let value: Double
    /// Lower end of its interval.
    public let low: Double
    /// Upper end of it.
    public let high: Double

    /// States a share with its interval.
    public init(value: Double, low: Double, high: Double) {
      self.value = value
      self.low = low
      self.high = high
    }

    /// Nothing that is known.
    public static let unknown = Share(value: .nan, low: .nan, high: .nan)
  }

  /// A factor through the months.
  public struct Factor: Hashable, Sendable {
    /// Its name in the chart's language.
    public let name: String
    /// Whether it is chance rather than something that may be known or decided.
    public let isChance: Bool
    /// Its first-order index in each month of the chart; not finite where it is not known.
    public let shares: [Share]
    /// Identifiers of the claims on which the factor rests.
    public let claims: [String]

    /// Joins a name and its shares.
    public init(name: String, isChance: Bool, shares: [Share], claims: [String]) {
      self.name = name
      self.isChance = isChance
      self.shares = shares
      self.claims = claims
    }
  }

  /// Name among the charts of a report.
  public let name: String
  /// What is looked at, in the chart's language: `stock, Asylum`.
  public let subject: String
  /// The clock.
  public let calendar: Calendar
  /// The months, by index, in order, at least one.
  public let months: [Int]
  /// All factors.
  public let factors: [Factor]
  /// Identifiers of the claims on which the result rests.
  public let claims: [String]
  /// Level of the intervals, such as 0.95.
  public let confidence: Double
  /// Where the numbers come from.
  public let provenance: Provenance

  /// Factors that have a layer of their own at most, chance aside.
  static let most = 6
  /// The share that a factor must have in some month to have a layer of its own.
  private static let least = 0.01

  /// Describes a chart.
  public init(
    name: String, subject: String, calendar: Calendar, months: [Int], factors: [Factor],
    claims: [String], confidence: Double, provenance: Provenance
  ) {
    precondition(!months.isEmpty, "no months")
    precondition(
      zip(months, months.dropFirst()).allSatisfy { $0 < $1 }
        && months.allSatisfy((0..<calendar.months).contains),
      "months are \(months), expected rising ones within the horizon")
    precondition(
      factors.allSatisfy { $0.shares.count == months.count }, "factors of different months")
    self.name = name
    self.subject = subject
    self.calendar = calendar
    self.months = months
    self.factors = factors
    self.claims = claims
    self.confidence = confidence
    self.provenance = provenance
  }

  // MARK: Layers

  /// What is stacked, from the bottom up.
  struct Layer: Hashable {
    enum Kind: Hashable { case chance, factor, others, interplay }

    let kind: Kind
    let name: String
    let claims: [String]
    let colour: Colour
    /// Its share in each month as it is drawn; not a number where nothing varies.
    var shares: [Double]
    /// The estimates; none for what is not estimated by itself.
    let estimates: [Share]

    /// Its last share that is known; nil when there is none.
    var end: Double? { shares.last { $0.isFinite } }
    /// Its largest share, with its place; nil when none is known.
    var peak: (share: Double, place: Int)? {
      shares.indices.filter { shares[$0].isFinite }.max {
        (shares[$0], -$0) < (shares[$1], -$1)
      }.map { (shares[$0], $0) }
    }
  }

  /// Whether anything is known of a month and varies there.
  private func isKnown(_ place: Int) -> Bool {
    let shares = factors.map { $0.shares[place] }
    return shares.contains { $0.value != 0 } && shares.allSatisfy(\.value.isFinite)
  }

  /// The layers, and the places of the months in which they had to be reduced.
  func layers(_ language: Language) -> (layers: [Layer], reduced: [Int]) {
    let dutch = language == .nl
    let known = months.indices.map(isKnown)
    func drawn(_ share: (Int) -> Double) -> [Double] {
      months.indices.map { known[$0] ? max(0, share($0)) : .nan }
    }
    let single = factors.indices.filter { !factors[$0].isChance }
    let peaks = factors.map { factor in
      zip(factor.shares, known).reduce(0.0) { $1.1 ? max($0, $1.0.value) : $0 }
    }
    let chosen = single.filter { peaks[$0] >= IndexAreas.least }
      .sorted { (peaks[$1], $0) < (peaks[$0], $1) }.prefix(IndexAreas.most)
    let rest = single.filter { !chosen.contains($0) }
    var layers: [Layer] = factors.filter(\.isChance).map { factor in
      Layer(
        kind: .chance, name: factor.name, claims: factor.claims, colour: .chance,
        shares: drawn { factor.shares[$0].value }, estimates: factor.shares)
    }
    for (place, chosen) in chosen.enumerated() {
      let factor = factors[chosen]
      layers.append(
        Layer(
          kind: .factor, name: factor.name, claims: factor.claims, colour: Colour.layers[place],
          shares: drawn { factor.shares[$0].value }, estimates: factor.shares))
    }
    if !rest.isEmpty {
      let name =
        dutch
        ? "\(rest.count) \(rest.count == 1 ? "andere factor" : "andere samen")"
        : "\(rest.count) \(rest.count == 1 ? "other factor" : "others together")"
      layers.append(
        Layer(
          kind: .others, name: name, claims: Set(rest.flatMap { factors[$0].claims }).sorted(),
          colour: .others,
          shares: drawn { place in rest.map { factors[$0].shares[place].value }.reduce(0, +) },
          estimates: []))
    }
    let sums = months.indices.map { place in layers.map { $0.shares[place] }.reduce(0, +) }
    let reduced = sums.indices.filter { sums[$0] > 1 }
    for layer in layers.indices {
      for place in reduced { layers[layer].shares[place] /= sums[place] }
    }
    layers.append(
      Layer(
        kind: .interplay, name: dutch ? "wisselwerking" : "interplay", claims: claims,
        colour: .interplay, shares: drawn { max(0, 1 - sums[$0]) }, estimates: []))
    // What is never there needs no name.
    return (layers.filter { ($0.peak?.share ?? 0) >= 0.005 }, reduced)
  }

  // MARK: Drawing

  /// Draws it.
  public func drawing(_ language: Language) -> Drawing {
    var canvas = Canvas()
    let (layers, _) = layers(language)
    let top = canvas.heading(title(language), explanation(language), claims: claims) + 16
    let labels = layers.map { label($0, language) }
    let width = labels.flatMap(\.lines).map { Typography.width($0.map(\.text).joined()) }.max()
    let right = Canvas.width - Label.lines - 2 - (width ?? 0)
    let bottom = top + max(200, labels.map(\.height).reduce(0, +) - 20)
    let scale = Scale(holding: [100], from: bottom, to: top, intervals: 5)
    let left = canvas.axis(scale, right: right, language)
    let time = TimeScale(calendar: calendar, left: left, right: right)
    stack(layers, labels, on: &canvas, time: time, scale: scale)
    name(layers, labels, on: &canvas, time: time, scale: scale)
    let below = time.draw(on: &canvas, at: bottom, language)
    let end = canvas.source(provenance.line(language), top: below + 8)
    return Drawing(
      name: name, title: title(language), description: description(language), language: language,
      height: end, canvas: canvas)
  }

  /// The places of the lower and the upper edge of every layer.
  private func edges(_ layers: [Layer], _ time: TimeScale, _ scale: Scale) -> [[Point]] {
    var sums = Array(repeating: 0.0, count: months.count)
    func edge() -> [Point] {
      zip(months, sums).map { Point(x: time(Double($0 + 1)), y: scale(100 * $1)) }
    }
    var edges = [edge()]
    for layer in layers {
      for place in months.indices { sums[place] += layer.shares[place] }
      edges.append(edge())
    }
    return edges
  }

  private func stack(
    _ layers: [Layer], _ labels: [Label], on canvas: inout Canvas, time: TimeScale, scale: Scale
  ) {
    let edges = edges(layers, time, scale)
    for (place, layer) in layers.enumerated() {
      canvas.area(edges[place + 1], edges[place], layer.colour)
    }
    // White lines keep neighbours apart on any printer.
    for edge in edges.dropFirst().dropLast() { canvas.curve(edge, .paper, width: 1) }
    whiskers(layers, edges, on: &canvas, time: time, scale: scale)
    for (place, label) in labels.enumerated() {
      canvas.target(label.mark, edges[place + 1], edges[place])
    }
  }

  /// Draws the intervals of the largest layers in two months, each around the upper edge of its layer.
  private func whiskers(
    _ layers: [Layer], _ edges: [[Point]], on canvas: inout Canvas, time: TimeScale, scale: Scale
  ) {
    let known = months.indices.filter(isKnown)
    guard known.count > 1 else { return }
    let places = Set([1, 2].map { known[(known.count - 1) * $0 / 3] }).sorted()
    let whole = scale(0) - scale(100)
    for place in places {
      var shift = 0.0
      for (number, layer) in layers.enumerated() {
        guard layer.estimates.indices.contains(place), layer.shares[place] >= 0.02 else { continue }
        let estimate = layer.estimates[place]
        guard estimate.low.isFinite, estimate.high.isFinite else { continue }
        let edge = edges[number + 1][place]
        // Beside one another, since those of neighbours may overlap.
        let x = edge.x + shift
        shift = shift == 0 ? 7 : 0
        let (above, below) = (
          max(edge.y - whole * (estimate.high - estimate.value), scale(100)),
          min(edge.y + whole * (estimate.value - estimate.low), scale(0))
        )
        canvas.whisker(Point(x: x, y: below), Point(x: x, y: above), .paper, width: 3)
        canvas.whisker(Point(x: x, y: below), Point(x: x, y: above), .ink, width: 1)
      }
    }
  }

  /// The name of a layer beside it.
  private struct Label {
    let lines: [[Canvas.Run]]
    let mark: Mark
    var height: Double { max(Canvas.target, Double(lines.count) * Label.lead + 5) }
    static let lead = Typography.size * 1.15
    /// Where its lines begin, to the right of the plot.
    static let lines = 26.0
  }

  private func label(_ layer: Layer, _ language: Language) -> Label {
    let mark = Mark(label: "\(layer.name): \(course(layer, language))", claims: layer.claims)
    let share = layer.end.map { language.percent($0) } ?? "–"
    return Label(
      lines: Canvas.lines(
        [Canvas.Run(text: layer.name, mark: mark), Canvas.Run(text: " \(share)", mark: nil)],
        width: Canvas.width * 0.4), mark: mark)
  }

  private func name(
    _ layers: [Layer], _ labels: [Label], on canvas: inout Canvas, time: TimeScale, scale: Scale
  ) {
    let edges = edges(layers, time, scale)
    guard
      let last = edges[0].indices.last(where: { place in edges.allSatisfy { $0[place].isFinite } })
    else { return }
    let x = edges[0][last].x
    let middles = layers.indices.map { (edges[$0][last].y + edges[$0 + 1][last].y) / 2 }
    // From the top down, as the layers lie.
    let wishes = zip(middles, labels).map { Spacing.Wish(middle: $0, height: $1.height) }
    let order = Array(wishes.indices.reversed())
    let places = Spacing.places(
      order.map { wishes[$0] }, top: scale(100) - 14, bottom: scale(0) + 26)
    for (index, place) in zip(order, places) {
      canvas.line(
        Point(x: x + 1, y: middles[index]), Point(x: time.right + Label.lines - 11, y: place),
        .lever, width: 0.8)
    }
    for (index, place) in zip(order, places) {
      let label = labels[index]
      let above = place - Double(label.lines.count) * Label.lead / 2 - 1
      // A sample of the layer, since thin ones are hard to follow to their name.
      let left = time.right + Label.lines - 11
      canvas.bar(Box(left: left, top: place - 4, right: left + 8, bottom: place + 4), .lever)
      canvas.bar(
        Box(left: left + 0.8, top: place - 3.2, right: left + 7.2, bottom: place + 3.2),
        layers[index].colour)
      for (row, line) in label.lines.enumerated() {
        canvas.text(
          line,
          Point(
            x: time.right + Label.lines, y: above + Double(row) * Label.lead + Typography.size))
      }
      canvas.target(
        label.mark,
        Box(
          left: left - 1, top: place - label.height / 2, right: Canvas.width,
          bottom: place + label.height / 2))
    }
  }

  // MARK: Words

  /// The layers that may be the largest part at a place in time, the largest first.
  private func leader(_ layers: [Layer], at place: Int) -> Layer? {
    layers.filter { $0.kind != .others && $0.shares[place].isFinite }.max {
      $0.shares[place] < $1.shares[place]
    }
  }

  private func month(_ place: Int, _ language: Language) -> String {
    language.format(calendar.month(months[place]))
  }

  /// What is seen: what explains the largest part, in the beginning and at the end.
  func title(_ language: Language) -> String {
    let dutch = language == .nl
    let layers = layers(language).layers
    let known = months.indices.filter(isKnown)
    guard let first = known.first, let last = known.last,
      let begin = leader(layers, at: first), let end = leader(layers, at: last)
    else {
      return dutch
        ? "\(subject): de uitkomst varieert niet" : "\(subject): the result does not vary"
    }
    let (share, date) = (language.percent(end.shares[last]), month(last, language))
    if begin.name == end.name {
      return dutch
        ? "\(subject): \(end.name) verklaart het grootste deel van de spreiding, \(share) in \(date)"
        : "\(subject): \(end.name) explains the largest part of the spread, \(share) in \(date)"
    }
    return dutch
      ? "\(subject): eerst telt \(begin.name) het zwaarst, later \(end.name): \(share) van de spreiding in \(date)"
      : "\(subject): at first \(begin.name) counts most, later \(end.name): \(share) of the spread in \(date)"
  }

  private func explanation(_ language: Language) -> String {
    let dutch = language == .nl
    let (layers, reduced) = layers(language)
    let level = language.percent(confidence)
    var sentences = [
      dutch
        ? "Deel van de variantie van de uitkomst dat elke factor op zichzelf verklaart, in procenten (eerste-orde-index van Sobol); rechts dat aan het eind."
        : "Part of the variance of the result that each factor explains by itself, in per cent (first-order Sobol index); at the right that at the end."
    ]
    if layers.contains(where: { $0.kind == .interplay }) {
      sentences.append(
        dutch
          ? "Wisselwerking: wat factoren alleen samen verklaren."
          : "Interplay: what factors explain only together.")
    }
    let halves = layers.flatMap { layer in
      months.indices.filter { isKnown($0) && !layer.estimates.isEmpty }.map {
        (layer.estimates[$0].high - layer.estimates[$0].low) / 2
      }
    }.filter(\.isFinite)
    if let widest = halves.max(), widest > 0 {
      let points = language.format(100 * widest, decimals: widest < 0.0095 ? 1 : 0)
      sentences.append(
        dutch
          ? "Streepjes: interval van \(level) rond de bovenrand, nergens breder dan ± \(points) procentpunt."
          : "Whiskers: \(level) interval around the upper edge, nowhere wider than ± \(points) percentage points."
      )
    }
    if !reduced.isEmpty {
      sentences.append(
        dutch
          ? "In \(reduced.count) van de \(months.count) maanden telden de schattingen op tot meer dan 100 %; zij zijn daar naar verhouding verkleind."
          : "In \(reduced.count) of the \(months.count) months estimates added up to more than 100%; they are reduced in proportion there."
      )
    }
    if months.indices.contains(where: { !isKnown($0) }), !layers.isEmpty {
      sentences.append(
        dutch
          ? "Waar de uitkomst niet varieert, is niets getekend."
          : "Where the result does not vary, nothing is drawn.")
    }
    return sentences.joined(separator: " ")
  }

  /// The share of a layer at the end, and at its largest where that is much more.
  private func course(_ layer: Layer, _ language: Language) -> String {
    let dutch = language == .nl
    guard let end = layer.end, let peak = layer.peak,
      let last = layer.shares.lastIndex(where: \.isFinite)
    else { return "–" }
    let now = "\(language.percent(end)) in \(month(last, language))"
    guard peak.share > end + 0.02 else { return now }
    let most = "\(language.percent(peak.share)) in \(month(peak.place, language))"
    return "\(now), \(dutch ? "ten hoogste" : "at most") \(most)"
  }

  private func description(_ language: Language) -> String {
    let layers = layers(language).layers.reversed().map { "\($0.name): \(course($0, language))." }
    return ([explanation(language)] + layers).joined(separator: " ")
  }
}
