import Caseload
import CaseloadTesting
import Evidence
import Foundation
import Testing

@Suite struct `The letter and its claims` {
  @Test(arguments: Claim.all)
  func `every quotation stands in its paragraph exactly once`(claim: Claim) throws {
    let paragraph = try #require(Letter.text.paragraph(claim.paragraph))
    #expect(paragraph.text.ranges(of: claim.quote).count == 1)
  }

  @Test(arguments: Claim.all)
  func `the location of a quotation is that of its characters`(claim: Claim) throws {
    let characters = try Array(#require(Letter.text.paragraph(claim.paragraph)).text)
    let location = try #require(claim.location())
    #expect(String(characters[location]) == claim.quote)
  }

  @Test func `a claim that is not in the letter has no location`() throws {
    let empty = """
      {"title": "", "body": "", "adopted": "", "transcription": "", "documents": []}
      """
    let letter = try JSONDecoder().decode(Letter.self, from: Data(empty.utf8))
    #expect(Claim.all[0].location(in: letter) == nil)
  }

  @Test func `the bytes are those of the files`() throws {
    #expect(try JSONDecoder().decode(Letter.self, from: Data(Letter.bytes)) == Letter.text)
    #expect(String(decoding: Letter.claimBytes, as: UTF8.self).contains("\"C26\""))
  }

  @Test func `identifiers of claims and of paragraphs are unique`() {
    #expect(Set(Claim.all.map(\.id)).count == Claim.all.count)
    let paragraphs = Letter.text.documents.flatMap { $0.paragraphs.map(\.id) }
    #expect(Set(paragraphs).count == paragraphs.count)
  }

  @Test func `the list holds two questions and twenty-six claims, of which only C14 is context`() {
    let claims = (1...26).map { $0 < 10 ? "C0\($0)" : "C\($0)" }
    #expect(Claim.all.map(\.id) == ["Q1", "Q2"] + claims)
    #expect(Claim.all.filter(\.isContext).map(\.id) == ["C14"])
    #expect(
      Claim.all.filter { $0.test != nil }.map(\.id) == ["C09", "C10", "C15", "C24", "C25", "C26"])
  }

  @Test func `a claim is found by its identifier`() {
    #expect(Claim.named("C08")?.quote.contains("12 juni 2026") == true)
    #expect(Claim.named("C99") == nil)
  }

  @Test func `the listing fits into eighty columns and holds every quotation`() {
    let verdict = ClaimListing.Verdict(
      claim: "C10", statement: .init(nl: "Niet meteen.", en: "Not at once."), holds: 0.9375,
      standardError: 0.0024, decidedBy: "levers.pact")
    for (language, words) in [
      (Language.en, "holds in 93.8 % of the runs ± 0.2 %; decided by levers.pact"),
      (.nl, "houdt stand in 93,8 % van de trekkingen ± 0,2 %; bepalend: levers.pact"),
    ] {
      let text = ClaimListing(verdicts: [verdict]).text(in: language)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
      let flat = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for claim in Claim.all { #expect(flat.contains(claim.quote), "\(claim.id)") }
      #expect(flat.contains(words))
      #expect(flat.contains("Fewer conflicts") == (language == .en))
    }
  }
}
