internal import Mustache

/// The named values that a template is filled with: texts, truths, lists, or further values.
typealias Fields = [String: Any]

/// The templates of the program, parsed once.
///
/// A template that is missing or has a fault is a fault of ours, found by the tests.
enum Templates {
  private static let library: MustacheLibrary = {
    var library = MustacheLibrary()
    let files: [(name: String, bytes: [UInt8])] = [
      ("page", PackageResources.page_mustache), ("letter", PackageResources.letter_mustache),
      ("answers", PackageResources.answers_mustache),
      ("backlog", PackageResources.backlog_mustache),
      ("difference", PackageResources.difference_mustache),
      ("claims", PackageResources.claims_mustache),
      ("assumptions", PackageResources.assumptions_mustache),
      ("assumption", PackageResources.assumption_mustache),
      ("assumption-head", PackageResources.assumption_head_mustache),
      ("method", PackageResources.method_mustache), ("figure", PackageResources.figure_mustache),
      ("rests", PackageResources.rests_mustache), ("repeat", PackageResources.repeat_mustache),
      ("sensitivity-lead", PackageResources.sensitivity_lead_mustache),
      ("sensitivity-answers", PackageResources.sensitivity_answers_mustache),
      ("sensitivity-factors", PackageResources.sensitivity_factors_mustache),
      ("sensitivity-head", PackageResources.sensitivity_head_mustache),
      ("sensitivity-interval", PackageResources.sensitivity_interval_mustache),
      ("sensitivity-row", PackageResources.sensitivity_row_mustache),
      ("sensitivity-certainty", PackageResources.sensitivity_certainty_mustache),
      ("sensitivity-method", PackageResources.sensitivity_method_mustache),
      ("comparison-title", PackageResources.comparison_title_mustache),
      ("comparison-lead", PackageResources.comparison_lead_mustache),
      ("comparison-short", PackageResources.comparison_short_mustache),
      ("comparison-changes", PackageResources.comparison_changes_mustache),
      ("comparison-state", PackageResources.comparison_state_mustache),
      ("comparison-fact", PackageResources.comparison_fact_mustache),
      ("comparison-grounds", PackageResources.comparison_grounds_mustache),
      ("comparison-differences", PackageResources.comparison_differences_mustache),
      ("comparison-pairing", PackageResources.comparison_pairing_mustache),
      ("comparison-table", PackageResources.comparison_table_mustache),
      ("comparison-interval", PackageResources.comparison_interval_mustache),
      ("comparison-onesided", PackageResources.comparison_onesided_mustache),
      ("comparison-claims", PackageResources.comparison_claims_mustache),
      ("comparison-side", PackageResources.comparison_side_mustache),
      ("comparison-method", PackageResources.comparison_method_mustache),
    ]
    for file in files {
      do {
        try library.register(String(decoding: file.bytes, as: UTF8.self), named: file.name)
      } catch { preconditionFailure("the template \(file.name) cannot be read: \(error)") }
    }
    return library
  }()

  /// The style sheet of a page.
  static let style = String(decoding: PackageResources.page_css, as: UTF8.self)

  /// What a page does beyond what it says, where the reader's browser runs scripts.
  static let script = String(decoding: PackageResources.page_js, as: UTF8.self)

  /// Fills a template.
  static func render(_ name: String, _ fields: Fields) -> String {
    guard let text = library.render(fields, withTemplate: name) else {
      preconditionFailure("there is no template \(name)")
    }
    return text
  }
}
