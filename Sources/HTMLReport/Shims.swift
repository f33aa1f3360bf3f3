internal import Charts
internal import Influence
internal import Reporting

extension ReportCharts {
  func tornado(_ result: SensitivityResult) -> [Waterfall] { [] }
  func areas(_ result: SensitivityResult) -> [Waterfall] { [] }
}
/// For now.
public struct Explanation: Sendable {
  let attribution: Attribution?
  let tornado: SensitivityResult?
  let overTime: SensitivityResult?
}
