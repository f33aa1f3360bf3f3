// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: data races, unsafe code and careless imports are errors.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A module of the product; its arrows point to `dependencies` and nowhere else.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The tests of one module, in `Tests/<module>Tests`.
func tests(
  _ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil
) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// The templates of the report that people read, with its style sheet and its script.
let htmlTemplates: [Resource] = [
  "page.mustache", "letter.mustache", "answers.mustache", "backlog.mustache",
  "difference.mustache", "claims.mustache", "assumptions.mustache", "method.mustache",
  "assumption.mustache",
  "assumption-head.mustache", "figure.mustache", "rests.mustache", "repeat.mustache",
  "sensitivity-lead.mustache",
  "sensitivity-answers.mustache", "sensitivity-factors.mustache", "sensitivity-head.mustache",
  "sensitivity-interval.mustache", "sensitivity-row.mustache", "sensitivity-certainty.mustache",
  "sensitivity-method.mustache",
  "comparison-title.mustache", "comparison-lead.mustache", "comparison-short.mustache",
  "comparison-changes.mustache", "comparison-state.mustache", "comparison-fact.mustache",
  "comparison-grounds.mustache", "comparison-differences.mustache", "comparison-pairing.mustache",
  "comparison-table.mustache", "comparison-interval.mustache", "comparison-onesided.mustache",
  "comparison-claims.mustache", "comparison-side.mustache", "comparison-method.mustache",
  "page.css", "page.js",
].map { .embedInCode("Templates/\($0)") }

let package = Package(
  name: "simulate",
  products: [.executable(name: "simulate", targets: ["simulate"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
  ],
  targets: [
    // What numbers are.
    .target(name: "CKernels"),
    module("Probability", ["CKernels"]),
    module("Sampling", ["CKernels", "Probability"]),
    module("Statistics", ["CKernels", "Probability"]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    module("LinearAlgebra", ["CKernels", "COpenBLAS"]),
    // What the world is, and what it rests on.
    module("Caseload", ["Probability"]),
    // How numbers are drawn.
    module("Charts", ["Caseload"]),
    module("JSONText"),
    module("Digest", ["CKernels"]),
    module(
      "Evidence", ["Caseload", "Probability"],
      resources: [.embedInCode("Letter/letter.json"), .embedInCode("Letter/claims.json")]),
    module("Scenario", ["Caseload", "Digest", "JSONText", "Probability"]),
    // What makes the difference, and what must be true: of any function of uncertain factors.
    module("Sensitivity", ["LinearAlgebra", "Probability", "Sampling", "Statistics"]),
    module("Robustness", ["LinearAlgebra", "Probability", "Sampling", "Statistics"]),
    // How it is run, and what comes out.
    module(
      "Engine", ["CKernels", "Caseload", "LinearAlgebra", "Probability", "Sampling", "Statistics"]),
    module(
      "Influence",
      [
        "Caseload", "Engine", "Evidence", "LinearAlgebra", "Probability", "Sampling", "Sensitivity",
        "Statistics",
      ]),
    module(
      "Reporting",
      [
        "Caseload", "Charts", "Digest", "Engine", "Evidence", "Influence", "JSONText",
        "Probability", "Sampling", "Sensitivity", "Statistics",
      ]),
    // What two reports say of each other, from their files alone.
    module(
      "Comparison",
      [
        "Caseload", "Engine", "Evidence", "JSONText", "Probability", "Reporting", "Scenario",
        "Statistics",
      ]),
    // What people read.
    module(
      "HTMLReport",
      [
        "Caseload", "Charts", "Comparison", "Engine", "Evidence", "Influence", "Reporting",
        "Sensitivity", "Statistics", .product(name: "Mustache", package: "swift-mustache"),
      ], resources: htmlTemplates),
    // What a machine does with it.
    module(
      "Benchmark",
      [
        "CKernels", "Caseload", "Engine", "JSONText", "LinearAlgebra", "Probability", "Reporting",
        "Sampling",
      ]),
    module(
      "Application",
      [
        "Benchmark", "Caseload", "Charts", "Comparison", "Digest", "Engine", "Evidence",
        "HTMLReport",
        "Influence",
        "JSONText", "LinearAlgebra", "Probability", "Reporting", "Robustness", "Sampling",
        "Scenario",
        "Sensitivity", "Statistics",
      ]),
    .executableTarget(
      name: "simulate",
      dependencies: [
        "Application", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Folders and worlds for tests, shared by several.
    .target(name: "FileTesting", path: "Tests/FileTesting", swiftSettings: strict),
    .target(
      name: "CaseloadTesting", dependencies: ["Caseload", "Probability"],
      path: "Tests/CaseloadTesting", swiftSettings: strict),
    // A headless browser that looks at report pages.
    .target(
      name: "BrowserTesting", path: "Tests/BrowserTesting", resources: [.copy("Checks")],
      swiftSettings: strict),
    tests("ProbabilityTests", ["Probability", "CKernels"]),
    tests("SamplingTests", ["Sampling", "Probability", "CKernels"]),
    tests("StatisticsTests", ["Statistics", "Probability", "CKernels"]),
    tests("LinearAlgebraTests", ["LinearAlgebra"]),
    tests(
      "RobustnessTests",
      ["Robustness", "Digest", "LinearAlgebra", "Probability", "Sampling", "Statistics"],
      resources: [.copy("Fixtures")]),
    tests(
      "SensitivityTests",
      ["Sensitivity", "LinearAlgebra", "Probability", "Sampling", "Statistics"],
      resources: [.copy("Fixtures")]),
    tests("CaseloadTests", ["Caseload", "CaseloadTesting", "Probability"]),
    tests("ChartsTests", ["Charts", "Caseload"], resources: [.copy("Fixtures")]),
    tests("JSONTextTests", ["JSONText"]),
    tests("DigestTests", ["Digest", "CKernels"]),
    tests("EvidenceTests", ["Evidence", "Caseload", "CaseloadTesting", "Probability"]),
    tests(
      "ScenarioTests", ["Scenario", "Caseload", "Digest", "JSONText", "Probability"],
      resources: [.copy("Faults")]),
    tests(
      "EngineTests",
      [
        "Engine", "CKernels", "Caseload", "CaseloadTesting", "LinearAlgebra", "Probability",
        "Sampling", "Scenario", "Statistics",
      ]),
    tests(
      "InfluenceTests",
      [
        "Influence", "Caseload", "CaseloadTesting", "Engine", "Evidence", "LinearAlgebra",
        "Probability", "Sampling",
        "Scenario", "Sensitivity", "Statistics",
      ]),
    tests(
      "ReportingTests",
      [
        "Reporting", "Caseload", "CaseloadTesting", "Charts", "Digest", "Engine", "Evidence",
        "FileTesting", "Influence", "JSONText", "Probability", "Sensitivity", "Statistics",
      ]),
    tests(
      "ComparisonTests",
      [
        "Comparison", "Caseload", "FileTesting", "JSONText", "Probability", "Reporting",
        "Statistics",
      ]),
    tests(
      "HTMLReportTests",
      [
        "HTMLReport", "Caseload", "CaseloadTesting", "Comparison", "Engine", "Evidence",
        "FileTesting",
        "Influence", "JSONText", "Probability", "Reporting", "Scenario", "Sensitivity",
        "Statistics",
      ]),
    tests(
      "BenchmarkTests",
      ["Benchmark", "Caseload", "Engine", "JSONText", "Scenario"]),
    tests(
      "SimulateTests", ["simulate", "FileTesting", "Digest", "JSONText"],
      resources: [.copy("Fixtures")]),
    tests("BrowserTests", ["BrowserTesting", "FileTesting"], resources: [.copy("Fixtures")]),
    tests(
      "ShippedScenariosTests", ["Caseload", "Engine", "Evidence", "JSONText", "Scenario"]),
  ],
  swiftLanguageModes: [.v6]
)
