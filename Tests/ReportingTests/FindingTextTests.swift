import Caseload
import Influence
import Sensitivity
import Statistics
import Testing

@testable import Reporting

/// What is said of measures of sensitivity, in words.
struct FindingTextTests {
  private func finding(
    _ value: Double, _ low: Double, _ high: Double, runs: Int = 100, doubts: [Doubt] = [],
    runsThatDo: Int? = nil
  ) -> Finding {
    Finding(
      Estimate(
        value: value, standardError: (high - low) / 4, interval: Interval(low: low, high: high)),
      runs: runs, doubts: doubts, runsThatDo: runsThatDo)
  }

  @Test(
    arguments: [
      (.total, 0.41, 0.33, 0.49, "explains 41% (33 to 49)", "verklaart 41 % (33 tot 49)"),
      (
        .first, 0.0412, 0.0391, 0.0433, "explains 4.1% (3.9 to 4.3) by itself",
        "verklaart op zichzelf 4,1 % (3,9 tot 4,3)"
      ),
      (
        .second, 0.03, 0.01, 0.05, "explains 3% (1 to 5) more together with the other",
        "samen met de ander verklaart het 3 % (1 tot 5) extra"
      ),
      (.share, -7750, -7880, -7620, "−7,750 (−7,880 to −7,620)", "−7.750 (−7.880 tot −7.620)"),
      (
        .swing, 9361, 9151, 9571, "+9,361 (+9,151 to +9,571) from low to high",
        "+9.361 (+9.151 tot +9.571) van laag naar hoog"
      ),
      (
        .muStar, 0.0216, 0.0204, 0.0228, "moves it by 0.022 (0.020 to 0.023)",
        "beweegt het 0,022 (0,020 tot 0,023)"
      ),
      (
        .mu, -12, -12, -12, "changes it by −12.0 (−12.0 to −12.0) over its whole range",
        "verandert het met −12,0 (−12,0 tot −12,0) over zijn hele bereik"
      ),
      (
        .prcc, -0.186, -0.204, -0.167, "falls with it: −0.19 (−0.20 to −0.17)",
        "daalt ertegenin: −0,19 (−0,20 tot −0,17)"
      ),
      (
        .swing, 12_142_486_171, 11_377_645_673, 12_907_326_670,
        "+12,142 million (+11,378 to +12,907) from low to high",
        "+12.142 miljoen (+11.378 tot +12.907) van laag naar hoog"
      ),
      (.low, 0, -1, 1, "0 (−1 to 1) at its low end", "aan de lage kant 0 (−1 tot 1)"),
      (
        .shareUp, 0.93, 0.9, 0.95, "rises in 93% (90 to 95) of the runs",
        "stijgt in 93 % (90 tot 95) van de trekkingen"
      ),
      (
        .lostOfRanks, 0.05, 0.03, 0.07, "explains 5% (3 to 7) that nothing else does",
        "verklaart 5 % (3 tot 7) dat niets anders verklaart"
      ),
    ] as [(SensitivityIndex, Double, Double, Double, String, String)])
  func `an estimate is said with the digits that it is worth`(
    index: SensitivityIndex, value: Double, low: Double, high: Double, english: String,
    dutch: String
  ) {
    #expect(finding(value, low, high).verdict(index, .en) == english)
    #expect(finding(value, low, high).verdict(index, .nl) == dutch)
  }

  @Test func `what cannot be told from nought says how many runs would tell`() {
    // Half the interval is twice the value: four times the runs.
    #expect(
      finding(0.02, -0.02, 0.06).verdict(.total, .en)
        == "explains 2% (−2 to 6); not distinguishable from 0; 4 times the runs would tell")
    #expect(
      finding(0.02, -0.02, 0.06).verdict(.total, .nl)
        == "verklaart 2 % (−2 tot 6); niet van 0 te onderscheiden; 4 keer zoveel trekkingen geven uitsluitsel"
    )
    #expect(
      finding(-10, -21, 1).verdict(.share, .en)
        == "−10 (−21 to +1); not distinguishable from 0; a few more runs would tell")
    #expect(
      finding(0.01, -99, 99.02).verdict(.swing, .en)
        == "0 (−99 to +99) from low to high; not distinguishable from 0; nor with a thousand times the runs"
    )
    #expect(finding(0, 0, 0).verdict(.share, .nl) == "geen invloed")
    #expect(finding(0, 0, 0).verdict(.low, .en) == "0 (0 to 0) at its low end")
    #expect(finding(.nan, .nan, .nan).verdict(.mu, .en) == "does not exist")
  }

  @Test func `what cannot be right says how many runs would do`() {
    let outside = finding(1.4, 1.2, 1.6, doubts: [.outsideItsRange], runsThatDo: 400)
    #expect(
      outside.verdict(.total, .en)
        == "explains 140% (120 to 160); lies outside 0 to 1, so cannot be right; take 4 times the runs"
    )
    #expect(
      outside.verdict(.total, .nl)
        == "verklaart 140 % (120 tot 160); ligt buiten 0 tot 1, en kan dus niet kloppen; neem 4 keer zoveel trekkingen"
    )
    let poor = finding(0.04, 0.03, 0.05, doubts: [.poorFit(0.19)])
    #expect(
      poor.verdict(.total, .en)
        == "explains 4% (3 to 5); the model foretells only 19% of the variance; --method sobol needs no model"
    )
    #expect(poor.verdict(.total, .en, saysFit: false) == "explains 4% (3 to 5)")
  }

  @Test(
    arguments: [
      (23_026.0, -7750.4, "−7,750", nil), (1.5e9, 123_456_789, "123,457", "1000"),
      (1.5e12, 123_456_789_000, "123,457", "1 mln"),
      (45e6, -0.2e6, "−200", "1000"), (0.25, 0.0312, "0.031", nil),
      (4e-5, 1.25e-5, "12.5", "1e-6"),
      (5, -0.0001, "0.00", nil), (0, 0, "0.00", nil),
    ] as [(Double, Double, String, String?)])
  func `tables are scaled to numbers that fit`(
    largest: Double, value: Double, text: String, title: String?
  ) {
    let scale = NumberScale(largest)
    #expect(scale.text(value, .en) == text)
    #expect(scale.title == title)
  }
}
