public import Caseload

/// The letter's claims as a list to read.
public struct ClaimListing: Hashable, Sendable {
  /// What the runs of a scenario say of a claim that is tested.
  public struct Verdict: Hashable, Sendable {
    /// The claim.
    public let claim: String
    /// What was tested, for people.
    public let statement: Bilingual
    /// Share of runs in which it holds; nil when no run could tell.
    public let holds: Double?
    /// Standard error of that share.
    public let standardError: Double?
    /// Path or name of what decides it; nil when nothing stands out.
    public let decidedBy: String?
    /// Its title for people.
    public let decider: Bilingual?

    /// Makes a verdict.
    public init(
      claim: String, statement: Bilingual, holds: Double?, standardError: Double?,
      decidedBy: String?, decider: Bilingual? = nil
    ) {
      self.claim = claim
      self.statement = statement
      self.holds = holds
      self.standardError = standardError
      self.decidedBy = decidedBy
      self.decider = decider
    }
  }

  /// The claims, in the order of the list.
  public let claims: [Claim]
  /// Verdicts on them; a claim may have several or none.
  public let verdicts: [Verdict]

  /// Makes a list.
  public init(claims: [Claim] = Claim.all, verdicts: [Verdict] = []) {
    self.claims = claims
    self.verdicts = verdicts
  }

  /// The list in lines.
  ///
  /// - Parameters:
  ///   - language: Language of the words; the gloss and the role are for the English reader, who cannot read the quotation.
  ///   - width: Most characters in a line.
  /// - Returns: The lines, each with its end.
  public func text(in language: Language, width: Int = 80) -> String {
    let say = { (nl: String, en: String) in language == .nl ? nl : en }
    var layout = TextLayout(width: width)
    for (index, claim) in claims.enumerated() {
      if index > 0 { layout.add("") }
      layout.add("\(claim.id)  \(claim.kind.words[language]), \(claim.paragraph)")
      layout.add("“\(claim.quote)”", first: "  ", rest: "  ")
      if language == .en {
        layout.add("= \(claim.gloss)", first: "  ", rest: "    ")
        layout.add("→ \(claim.role)", first: "  ", rest: "    ")
      }
      for verdict in verdicts where verdict.claim == claim.id {
        layout.add("? \(verdict.statement[language])", first: "  ", rest: "    ")
        var text =
          verdict.holds.map {
            say(
              "houdt stand in \($0.percent(in: language)) van de trekkingen",
              "holds in \($0.percent(in: language)) of the runs")
          } ?? say("niet te beoordelen", "cannot be judged")
        if let error = verdict.standardError, verdict.holds != nil {
          text += " ± \(error.percent(in: language))"
        }
        if let path = verdict.decidedBy {
          let decider = verdict.decider.map { "\($0[language]) (\(path))" } ?? path
          text += say("; bepalend: \(decider)", "; decided by \(decider)")
        }
        layout.add(text, first: "    ", rest: "    ")
      }
    }
    return layout.text
  }
}

extension Double {
  fileprivate func percent(in language: Language) -> String {
    "\(((self * 1000).rounded() / 10).text(in: language)) %"
  }
}

extension Claim.Kind {
  /// Its name for people.
  public var words: Bilingual {
    switch self {
    case .question: Bilingual(nl: "vraag", en: "question")
    case .observation: Bilingual(nl: "waarneming", en: "observation")
    case .cause: Bilingual(nl: "oorzaak", en: "cause")
    case .policy: Bilingual(nl: "beleid", en: "policy")
    case .mechanism: Bilingual(nl: "mechanisme", en: "mechanism")
    case .expectation: Bilingual(nl: "verwachting", en: "expectation")
    case .caveat: Bilingual(nl: "voorbehoud", en: "caveat")
    case .plan: Bilingual(nl: "voornemen", en: "plan")
    case .ambition: Bilingual(nl: "ambitie", en: "ambition")
    case .action: Bilingual(nl: "actie", en: "action")
    case .scope: Bilingual(nl: "reikwijdte", en: "scope")
    }
  }
}
