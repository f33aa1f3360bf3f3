internal import Caseload
internal import Charts
internal import Engine
internal import Evidence
internal import Influence
internal import Reporting

struct Mark { let claims: [String] }
extension Drawing {
  func element(prefix: String, href: (Mark) -> String?) -> String {
    _ = href(Mark(claims: []))
    return svg.replacing("\"\(name).", with: "\"\(prefix)\(name).")
      .replacing(" \(name).desc", with: " \(prefix)\(name).desc")
  }
}
extension World {
  func title(ofNumberAt path: String) -> Bilingual { Bilingual(nl: path, en: path) }
}
extension ReportCharts {
  init(_ result: StudyResult, graph: EvidenceGraph, language: Language) {
    self.init(result, language: language)
  }
  func tornado(_ result: SensitivityResult) -> [Waterfall] { [] }
  func areas(_ result: SensitivityResult) -> [Waterfall] { [] }
}
/// For now.
public struct Explanation: Sendable {
  let attribution: Attribution?
  let tornado: SensitivityResult?
  let overTime: SensitivityResult?
}
