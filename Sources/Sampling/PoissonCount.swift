internal import Probability

#if canImport(Glibc)
internal import Glibc
#endif

/// The smallest count whose cumulative Poisson probability is at least `u`.
///
/// With one `u`, a larger mean never gives a smaller count. Small means by adding probabilities
/// from nought on. From 10 on by the expansion of the quantile in powers of `1 / √mean`
/// (E. A. Cornish and R. A. Fisher; the idea of using it for inversion is that of M. B. Giles,
/// *Algorithm 955*, ACM Trans. Math. Softw. 42 (2016), doi:10.1145/2699466), whose coefficients
/// were derived from Temme's expansion of the incomplete gamma function in exact arithmetic; when
/// it falls closer to a whole number than its error, the cumulative probability decides. So the
/// count is exact, up to the rounding of the cumulative probability itself.
///
/// - Parameters:
///   - u: Strictly between 0 and 1.
///   - mean: From 0 to 10¹², cases a month.
/// - Returns: A whole number from 0 on.
public func poissonCount(_ u: Double, mean: Double) -> Double {
  precondition(mean >= 0 && mean <= 1e12, "mean is \(mean), expected 0 to 1e12")
  precondition(u > 0 && u < 1, "u is \(u), expected a number between 0 and 1")
  if mean < 10 {
    if mean == 0 { return 0 }
    // So close to 1, rounding might keep the sum below u for ever.
    if u > 1 - 1e-10 { return Poisson(mean: mean).quantile(u) }
    return countFromNought(u, mean: mean)
  }
  let w = StandardNormal.quantile(u)
  let square = w * w
  let scale = 1 / mean.squareRoot()
  let expansion = poissonExpansion(w, square, scale)
  // Three times the largest error found from mean 6 and score -6 to 7 on, and the rounding of a
  // number of the size of the mean.
  let eighth = square * square * square * square
  let error =
    0.012 * (1 + eighth) * (scale * scale) * (scale * scale) * (scale * scale) + mean * 4e-16
  let value = mean + mean.squareRoot() * w + expansion
  let whole = value.rounded(.down)
  let part = value - whole
  if part > error, part < 1 - error { return whole }
  if error > 0.4 { return Poisson(mean: mean).quantile(u) }
  let nearest = value.rounded()
  let tails = Poisson(mean: mean).tails(at: nearest - 1)
  let reached = u <= 0.5 ? tails.lower >= u : tails.upper <= 1 - u
  return reached ? nearest - 1 : nearest
}

/// The terms of the quantile's expansion beyond `mean + √mean w`, `scale` being `1 / √mean`.
private func poissonExpansion(_ w: Double, _ square: Double, _ scale: Double) -> Double {
  let c0 = square * (1.0 / 6) + 1.0 / 3
  let c1 = w * (square * (-1.0 / 72) - 1.0 / 36)
  let c2 = (square * (1.0 / 270) + 7.0 / 810) * square - 8.0 / 405
  let c3 =
    w * ((square * (-23.0 / 17_280) - 137.0 / 38_880) * square + 671.0 / 38_880)
  let c4 =
    ((square * (19.0 / 34_020) + 5.0 / 3024) * square - 5189.0 / 408_240) * square - 16.0 / 25_515
  let c5 =
    w
    * (((square * (-11_237.0 / 43_545_600) - 165_779.0 / 195_955_200) * square
      + 2_647_909.0 / 293_932_800) * square + 274_867.0 / 146_966_400)
  return ((((c5 * scale + c4) * scale + c3) * scale + c2) * scale + c1) * scale + c0
}

/// Adds probabilities from nought on until they reach `u`.
private func countFromNought(_ u: Double, mean: Double) -> Double {
  var probability = exp(-mean)
  var cumulative = probability
  var count = 0.0
  while cumulative < u {
    count += 1
    probability *= mean / count
    cumulative += probability
  }
  return count
}
