public import Caseload

extension NumberTitles {
  /// The title for people of a factor: that of its number or lever, "Chance from month to month", what joined numbers are together, or what a group holds.
  public func title(of factor: Factor) -> Bilingual {
    switch factor.kind {
    case .number, .lever: self[factor.name]
    case .joined: title(ofNumbersAt: factor.members)
    case .chance: Bilingual(nl: "Toeval van maand tot maand", en: "Chance from month to month")
    case .group: title(ofGroup: factor)
    }
  }

  private func title(ofGroup factor: Factor) -> Bilingual {
    switch factor.name {
    case FactorList.others:
      let count = factor.members.count
      return Bilingual(
        nl: "\(count) andere getallen en maatregelen samen",
        en: "\(count) other numbers and levers together")
    case "scenario":
      return Bilingual(
        nl: "Alle getallen buiten de maatregelen", en: "All numbers outside the levers")
    case "figures":
      return Bilingual(
        nl: "Gepubliceerde cijfers buiten de brief", en: "Published figures outside the letter")
    case "assumptions":
      return Bilingual(nl: "Aannamen buiten de brief", en: "Assumptions outside the letter")
    case FactorList.others:
      let count = factor.members.count
      return Bilingual(nl: "\(count) andere samen", en: "\(count) others together")
    default: break
    }
    if let part = title(ofPartAt: factor.name) { return part }
    let claims = factor.name.split(separator: " ").map(String.init)
    guard !claims.isEmpty, claims == factor.claims else { return self[factor.name] }
    let (nl, en) = claims.count == 1 ? ("Uitspraak", "Claim") : ("Uitspraken", "Claims")
    return Bilingual(
      nl: "\(nl) \(listed(claims, "en"))", en: "\(en) \(listed(claims, "and"))")
  }

  private func listed(_ names: [String], _ word: String) -> String {
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return "\(names.dropLast().joined(separator: ", ")) \(word) \(last)"
  }
}
