public import Caseload

/// One number of a whole run.
public struct Outcome: Hashable, Sendable {
  /// What the number says.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case stockEnd = "stock_end"
    case overdueStockEnd = "overdue_stock_end"
    case monthsUntilStockHalved = "months_until_stock_halved"
    case stockHalved = "stock_halved"
    case monthsUntilOverdueGone = "months_until_overdue_gone"
    case overdueGone = "overdue_gone"
    case keepsUp = "keeps_up"
    case penalties

    /// Measures that it is computed from.
    public var measures: [Measure] {
      switch self {
      case .stockEnd, .monthsUntilStockHalved, .stockHalved: [.stock]
      case .overdueStockEnd: [.overdueStock]
      case .monthsUntilOverdueGone, .overdueGone: [.overdueStock, .decisions, .straightThrough]
      case .keepsUp:
        [.inflow, .followUpInflow, .straightThrough, .decisions, .withdrawals, .stock]
      case .penalties: [.penalties]
      }
    }

    /// The unit in which it counts.
    public var unit: Unit {
      switch self {
      case .stockEnd, .overdueStockEnd: .cases
      case .monthsUntilStockHalved, .monthsUntilOverdueGone: .months
      case .stockHalved, .overdueGone, .keepsUp: .share
      case .penalties: .euro
      }
    }

    /// Its name for people.
    public var title: Bilingual {
      switch self {
      case .stockEnd: Bilingual(nl: "voorraad aan het eind", en: "stock at the end")
      case .overdueStockEnd:
        Bilingual(nl: "achterstand aan het eind", en: "overdue stock at the end")
      case .monthsUntilStockHalved:
        Bilingual(
          nl: "maanden tot de voorraad is gehalveerd", en: "months until the stock is halved")
      case .stockHalved: Bilingual(nl: "voorraad gehalveerd", en: "stock halved")
      case .monthsUntilOverdueGone:
        Bilingual(
          nl: "maanden tot de achterstand is weggewerkt",
          en: "months until the overdue stock is gone")
      case .overdueGone: Bilingual(nl: "achterstand weggewerkt", en: "overdue stock gone")
      case .keepsUp: Bilingual(nl: "houdt de instroom bij", en: "keeps up with the inflow")
      case .penalties:
        Bilingual(
          nl: "dwangsommen en kosten over de hele looptijd", en: "penalties over the whole horizon")
      }
    }

    /// Whether large values are better.
    public var isBetterWhenHigher: Bool {
      switch self {
      case .stockEnd, .overdueStockEnd, .monthsUntilStockHalved, .monthsUntilOverdueGone,
        .penalties:
        false
      case .stockHalved, .overdueGone, .keepsUp: true
      }
    }

    /// Whether runs may have no value because it never happens.
    public var mayNeverHappen: Bool {
      self == .monthsUntilStockHalved || self == .monthsUntilOverdueGone
    }
  }

  /// What the number says.
  public let kind: Kind
  /// Of what.
  public let subject: Subject

  /// The outcomes of a world, in the order of the report.
  public static func all(of world: World) -> [Outcome] {
    var all: [Outcome] = []
    for subject in world.subjects {
      switch subject {
      case .stream, .group:
        for kind in Kind.allCases where kind != .penalties {
          all.append(Outcome(kind: kind, subject: subject))
        }
      case .whole: all.append(Outcome(kind: .penalties, subject: subject))
      case .pool: break
      }
    }
    return all
  }

  /// How it is written as a column: `stock_end.asylum`, `penalties`.
  public func label(in world: World) -> String {
    let subject = world.label(of: subject)
    return subject.isEmpty ? kind.rawValue : "\(kind.rawValue).\(subject)"
  }
}
