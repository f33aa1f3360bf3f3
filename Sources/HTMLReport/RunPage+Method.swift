internal import Caseload
internal import Engine
internal import Evidence

extension RunPage {
  /// Method, limits, sources, and how to repeat the run.
  func method(_ edition: Edition) -> Page.Section {
    let language = edition.language
    let sources = world.sources.map { source -> Fields in
      [
        "id": edition.id("source-\(source.id)"), "title": source.title,
        "publisher": source.publisher, "date": language.date(source.date), "url": source.url,
        "name": source.id,
      ]
    }
    let clipped = result.clippings.map { clipping -> Fields in
      [
        "what": titles[clipping.path][language], "path": clipping.path,
        "runs": language.format(Double(clipping.runs)),
      ]
    }
    var fields: Fields = [
      language.rawValue: true, "sources": sources, "clipped": clipped,
      "hasClipped": !clipped.isEmpty, "isDrawn": !isCentral,
      "runs": language.format(Double(result.assignment.runs)),
      "streams": world.streams.count, "pools": world.pools.count,
      "levers": world.levers.count(where: \.isEnabled), "months": world.calendar.months,
    ]
    fields.merge(making.fields(seed: result.assignment.seed)) { $1 }
    return Page.Section(
      name: "method",
      title: edition.say("Methode, grenzen, herhalen", "Method, limits, how to repeat this"),
      body: Templates.render("method", fields))
  }
}
