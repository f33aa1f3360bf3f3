import Caseload
import Glibc
import Probability
import Sampling

/// What one run supposes and draws, as the article *Chance and what is not known* states it.
struct PlainChance {
  /// Values of uncertain numbers, by path.
  private(set) var numbers: [String: Double] = [:]
  /// Whether each lever is in force.
  private(set) var inForce: [Bool] = []
  /// Whether counts are drawn; else arrivals equal their intensity.
  private(set) var draws: Draws?
  private(set) var run: UInt32 = 0
  /// `exp(x − ½ Var x) · max(0, 1 + y) · g` by stream and month.
  private(set) var factors: [[Double]] = []
  /// `exp(σ z − ½ σ²)` by pool and month.
  private(set) var capacities: [[Double]] = []

  /// The expected path.
  init(expectedPathOf world: World) {
    for number in world.uncertainNumbers { numbers[number.path] = number.law.mean }
    inForce = world.levers.map { $0.isEnabled && value($0.probability) >= 0.5 }
    let months = world.calendar.months
    factors = world.streams.map { _ in Array(repeating: 1, count: months) }
    capacities = world.pools.map { _ in Array(repeating: 1, count: months) }
  }

  /// A drawn run.
  init(_ world: World, run: UInt32, seed: UInt64) {
    let draws = Draws(seed: seed)
    self.draws = draws
    self.run = run
    drawNumbers(world)
    let design = LatinHypercube(draws: draws)
    inForce = world.levers.map { lever in
      lever.isEnabled
        && design.uniform(NameHash("levers.\(lever.name).inForce"), run: run)
          < value(lever.probability)
    }
    drawInflow(world)
    capacities = world.pools.map { pool in
      let sd = pool.noise.map { value($0) } ?? 0
      return (0..<world.calendar.months).map { month in
        exp(sd * normal("pools.\(pool.name).noise", month) - sd * sd / 2)
      }
    }
  }

  /// A number in this run.
  func value(_ number: Number) -> Double { numbers[number.path] ?? number.law.mean }

  /// The uniform number of a name and a month.
  func uniform(_ name: String, _ month: Int) -> Double {
    draws?.uniform(NameHash(name), run: run, month: month) ?? 0.5
  }

  private func normal(_ name: String, _ month: Int) -> Double {
    StandardNormal.quantile(uniform(name, month))
  }

  private mutating func drawNumbers(_ world: World) {
    guard let draws else { return }
    let uncertain = world.uncertainNumbers
    var uniforms: [String: Double] = [:]
    for number in uncertain {
      uniforms[number.path] = LatinHypercube(draws: draws).uniform(
        NameHash(number.path), run: run)
    }
    var pairs: [(String, String, Double)] = []
    for case .rank(let one, let other, let rank) in world.correlations {
      pairs.append((one, other, 2 * sin(Double.pi * rank.law.mean / 6)))
    }
    let members = uncertain.map(\.path).filter { path in
      pairs.contains { $0.0 == path || $0.1 == path }
    }
    let factor = choleskyFactor(members.count) { row, column in
      pairs.first {
        ($0.0 == members[row] && $0.1 == members[column])
          || ($0.1 == members[row] && $0.0 == members[column])
      }?.2 ?? 0
    }
    let scores = members.map { StandardNormal.quantile(uniforms[$0] ?? 0.5) }
    for (row, member) in members.enumerated() {
      let sum = (0...row).reduce(0.0) { $0 + factor[row][$1] * scores[$1] }
      uniforms[member] = StandardNormal.cumulative(sum)
    }
    for number in uncertain {
      numbers[number.path] = number.law.quantile(uniforms[number.path] ?? 0.5)
    }
  }

  private mutating func drawInflow(_ world: World) {
    let months = 0..<world.calendar.months
    let deviations = world.streams.map { $0.inflow?.noise.map { value($0.sd) } ?? 0 }
    var correlations: [(Int, Int, Double)] = []
    for case .inflow(let one, let other, let number) in world.correlations {
      correlations.append((one, other, number.law.mean))
    }
    let factor = choleskyFactor(world.streams.count) { row, column in
      correlations.first { ($0.0, $0.1) == (row, column) || ($0.1, $0.0) == (row, column) }?.2 ?? 0
    }
    let independent = world.streams.map { stream in
      months.map { normal("streams.\(stream.name).inflow.noise", $0) }
    }
    for (index, stream) in world.streams.enumerated() {
      var (x, variance, power, y) = (0.0, 0.0, 1.0, 0.0)
      let noise = stream.inflow?.noise
      let persistence = noise?.persistence.law.mean ?? 0
      let mixing = noise?.dispersion.map { GammaMixing(shape: $0.law.mean) }
      factors.append(
        months.map { month in
          let innovation = (0...index).reduce(0.0) { sum, other in
            sum + factor[index][other] * independent[other][month]
          }
          x = persistence * x + deviations[index] * innovation
          variance += deviations[index] * deviations[index] * power
          power *= persistence * persistence
          if let surge = noise?.surge {
            y *= exp(-1 / surge.decay.law.mean)
            if uniform("surges.\(surge.name).event", month) < value(surge.rate) {
              y += surge.size.law.quantile(uniform("surges.\(surge.name).size", month))
            }
          }
          let g = mixing?.quantile(uniform("streams.\(stream.name).dispersion", month)) ?? 1
          return exp(x - variance / 2) * max(0, 1 + y) * g
        })
    }
  }
}

/// The lower triangular factor of a correlation matrix, by the schoolbook.
func choleskyFactor(_ size: Int, _ correlation: (Int, Int) -> Double) -> [[Double]] {
  var factor = Array(repeating: Array(repeating: 0.0, count: size), count: size)
  for row in 0..<size {
    for column in 0...row {
      var rest = row == column ? 1 : correlation(row, column)
      for k in 0..<column { rest -= factor[row][k] * factor[column][k] }
      factor[row][column] = row == column ? rest.squareRoot() : rest / factor[column][column]
    }
  }
  return factor
}
