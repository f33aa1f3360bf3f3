/// Moves labels that stand above one another until none overlaps.
enum Spacing {
  /// A label of some height that would like to have its middle at some place.
  struct Wish {
    let middle: Double
    let height: Double
  }

  /// The places of the middles, in the order of the wishes, which are moved as little as possible.
  ///
  /// Labels keep the order of their wishes. Where there is not room for all between the ends, they begin at `top` and run on.
  /// Neighbours that would overlap form a block whose place is the mean of what its members want (pooling of adjacent violators, as in isotonic regression).
  static func places(_ wishes: [Wish], top: Double, bottom: Double) -> [Double] {
    struct Run {
      var members: [Int]
      var height: Double
      /// Sum of the places that its members want its upper end to have.
      var sum: Double
      var top: Double { sum / Double(members.count) }
    }
    let order = wishes.indices.sorted { (wishes[$0].middle, $0) < (wishes[$1].middle, $1) }
    var runs: [Run] = []
    for member in order {
      let wish = wishes[member]
      runs.append(Run(members: [member], height: wish.height, sum: wish.middle - wish.height / 2))
      while runs.count > 1,
        runs[runs.count - 2].top + runs[runs.count - 2].height > runs[runs.count - 1].top
      {
        let last = runs.removeLast()
        let place = runs.count - 1
        runs[place].sum += last.sum - Double(last.members.count) * runs[place].height
        runs[place].members += last.members
        runs[place].height += last.height
      }
    }
    // From the bottom up and then from the top down, so that the top wins where there is not room for all.
    var tops = runs.map(\.top)
    var limit = bottom
    for place in runs.indices.reversed() {
      tops[place] = min(tops[place], limit - runs[place].height)
      limit = tops[place]
    }
    limit = top
    for place in runs.indices {
      tops[place] = max(tops[place], limit)
      limit = tops[place] + runs[place].height
    }
    var places = Array(repeating: 0.0, count: wishes.count)
    for (run, begin) in zip(runs, tops) {
      var height = begin
      for member in run.members {
        places[member] = height + wishes[member].height / 2
        height += wishes[member].height
      }
    }
    return places
  }
}
