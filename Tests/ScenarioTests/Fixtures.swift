import Caseload
import Foundation
import Scenario

/// Where the good example and the faulty scenarios lie.
let faultsDirectory = Bundle.module.resourceURL?.appendingPathComponent("Faults").path ?? "Faults"

/// Claims that the scenarios of the tests may name.
let claims: Set<String> = ["Q1", "Q2", "C08", "C10", "C18", "C23"]

/// A reader of the scenarios of the tests.
let reader = ScenarioReader(library: Library(directory: faultsDirectory), knownClaims: claims)

/// The messages of a scenario in English, then in Dutch; empty when it has no faults.
func messages(of file: String, overrides: [Override] = []) -> String {
  do throws(Faults) {
    _ = try reader.read(file, overrides: overrides)
    return ""
  } catch {
    return error.rendered(in: .en) + "\n\n" + error.rendered(in: .nl)
  }
}
