internal import CKernels

/// Replaces numbers by their exponentials.
///
/// Eight at a time, by sums and products alone, so that every processor gives the same bits; at
/// most one unit in the last place off. Overflow gives infinity, underflow subnormal numbers and
/// then 0, NaN stays NaN.
///
/// - Parameter values: Any numbers.
/// - Complexity: One nanosecond a number.
public func exponentials(of values: inout MutableSpan<Double>) {
  // Safe: the kernel reads and writes the numbers that it is given.
  unsafe replace(&values, by: ck_exponentials)
}

/// Replaces numbers by their natural logarithms.
///
/// Eight at a time and with the same bits on every processor; at most one unit in the last place
/// off, for subnormal numbers as well.
///
/// - Parameter values: Any numbers; 0 gives minus infinity, what is below gives NaN.
/// - Complexity: One nanosecond a number.
public func logarithms(of values: inout MutableSpan<Double>) {
  // Safe: the kernel reads and writes the numbers that it is given.
  unsafe replace(&values, by: ck_logarithms)
}

/// Hands all numbers of a span to a kernel that works in place.
@inline(__always)
func replace(
  _ values: inout MutableSpan<Double>,
  by kernel: (UnsafeMutablePointer<Double>?, Int) -> Void
) {
  // Safe: the kernel gets the span's own bounds and does not outlast the call.
  unsafe values.withUnsafeMutableBufferPointer { unsafe kernel($0.baseAddress, $0.count) }
}
