internal import Caseload
internal import Evidence
internal import JSONText

extension ClaimListing {
  /// The list for programs.
  func json(_ language: Language) -> JSON {
    .array(
      claims.map { claim in
        [
          "claim": .string(claim.id), "kind": .string(claim.kind.rawValue),
          "paragraph": .string(claim.paragraph), "quote": .string(claim.quote),
          "gloss": .string(claim.gloss), "role": .string(claim.role),
          "verdicts": .array(
            verdicts.filter { $0.claim == claim.id }.map { verdict in
              [
                "statement": .string(verdict.statement[language]),
                "holds": verdict.holds.map { JSON.number($0) } ?? .null,
                "se": verdict.standardError.map { JSON.number($0) } ?? .null,
                "decided_by": verdict.decidedBy.map(JSON.string) ?? .null,
              ]
            }),
        ]
      })
  }
}

extension TraceNode {
  /// The tree for programs.
  func json(_ language: Language, _ calendar: Calendar) -> JSON {
    [
      "kind": .string(kind.rawValue), "label": .string(label[language]),
      "path": path.map(JSON.string) ?? .null,
      "value": value.map { .string($0.text[language]) } ?? .null,
      "unit": value.map { .string($0.unit.rawValue) } ?? .null,
      "basis": .array(grounds.map { .string($0.text(in: language)) }),
      "claims": .array(claims.map(JSON.string)),
      "first_month": .string(calendar.month(firstMonth).description),
      "delay": .number(delay), "shown_elsewhere": .boolean(isReference),
      "rests_on": .array(children.map { $0.json(language, calendar) }),
    ]
  }
}
