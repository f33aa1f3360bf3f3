internal import Caseload
internal import LinearAlgebra

/// What one run asks of the machine, counted from the plan alone.
///
/// The numbers follow from the scenario by formulas and hold for any implementation that keeps the model's definition of a run: `T` months, all
/// measures, every world that tests and questions ask for. They are what speed is compared with.
public struct RunBudget: Hashable, Sendable {
  /// A product of matrices over the runs of a block.
  public struct Product: Hashable, Sendable {
    /// What a product is for.
    public enum Role: String, CaseIterable, Sendable {
      /// The Cholesky factor that joins the noise of streams.
      case noiseAcrossStreams = "noise_across_streams"
      /// Productive staff from classes of service.
      case learning
      /// The Cholesky factor that joins uncertain numbers.
      case copula
    }

    /// What it is for.
    public let role: Role
    /// Rows of the left factor.
    public let rows: Int
    /// Columns of the left factor.
    public let inner: Int
    /// Columns of the right factor.
    public let columns: Int
    /// How often a block of runs takes it, all worlds together.
    public let timesABlock: Int

    /// Additions and multiplications of a run, all worlds together.
    public var operations: Double {
      2 * Double(rows) * Double(inner) * Double(columns) * Double(timesABlock) / Double(Block.runs)
    }
  }

  /// Worlds that are simulated in every run: the world as it is, and those without some levers.
  public let worlds: Int
  /// Months of a run.
  public let months: Int
  /// Stratified uniform numbers: one an uncertain number, one a lever.
  public let stratifiedUniforms: Int
  /// Uniform numbers of months.
  public let monthlyUniforms: Int
  /// Quantiles of the uncertain numbers' laws.
  public let lawQuantiles: Int
  /// Normal numbers: inflow noise, capacity noise, and those behind rank correlations.
  public let normals: Int
  /// Gamma factors of overdispersed counts.
  public let gammas: Int
  /// Exponentials: one a noisy stream and month, one a noisy pool and month.
  public let exponentials: Int
  /// Poisson counts, all worlds together.
  public let counts: Int
  /// Products of matrices by OpenBLAS.
  public let products: [Product]
  /// Terms of the sums over past events that make follow-ups, all worlds together: an addition and a multiplication each.
  public let followUpTerms: Int
  /// Cohorts of all streams over all months and worlds, at most: those before a stream's oldest case hold nothing.
  public let cohorts: Int
  /// Monthly measures of the world as it is, each of which ends in a mean, a standard deviation and quantiles.
  public let cells: Int
  /// Numbers of whole runs.
  public let outcomes: Int
}

extension Simulation {
  /// What one run of the study asks of the machine; twins, which only the first runs have, are left out.
  public var budget: RunBudget {
    let (world, months, worlds) = (plan.world, plan.months, tested.worlds.count)
    let arriving = world.streams.count { $0.inflow != nil }
    let noisy = plan.noise.streams.count
    let mixed = plan.mixing.count { $0 != nil }
    let surging = world.streams.count { $0.inflow?.noise?.surge != nil }
    let varying = plan.pools.count { $0.noise != nil }
    let joined = plan.copula?.members.count ?? 0
    var products: [RunBudget.Product] = []
    func add(_ role: RunBudget.Product.Role, _ shape: (Int, Int, Int), times: Int) {
      guard shape.0 > 0, shape.1 > 0, times > 0 else { return }
      products.append(
        RunBudget.Product(
          role: role, rows: shape.0, inner: shape.1, columns: shape.2, timesABlock: times))
    }
    add(.noiseAcrossStreams, (noisy, noisy, months * Block.runs), times: 1)
    add(
      .learning, (plan.pools.count, plan.learning.columns, Block.runs), times: months * worlds)
    add(.copula, (joined, joined, Block.runs), times: 1)
    return RunBudget(
      worlds: worlds, months: months,
      stratifiedUniforms: plan.uncertain.count + world.levers.count { $0.isEnabled },
      monthlyUniforms: (arriving + noisy + mixed + 2 * surging + varying) * months,
      lawQuantiles: plan.uncertain.count, normals: (noisy + varying) * months + joined,
      gammas: mixed * months, exponentials: (noisy + varying) * months,
      counts: arriving * months * worlds, products: products,
      followUpTerms: plan.follow.flows.reduce(0) { $0 + $1.lag.count { $0 != 0 } } * months
        * worlds,
      cohorts: plan.streams.count * (plan.offset * months + months * (months + 1) / 2) * worlds,
      cells: plan.layout.cells, outcomes: outcomes.count)
  }
}
