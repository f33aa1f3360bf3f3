internal import LinearAlgebra

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// The choice of OpenBLAS's kernels, made before anything is computed.
public enum Kernel {
  private static let variable = "OPENBLAS_CORETYPE"
  private static let marker = "SIMULATE_KERNEL_CHOSEN"

  /// Takes the kernels that fit the processor, when OpenBLAS has taken slow ones.
  ///
  /// OpenBLAS chooses by the variable `OPENBLAS_CORETYPE` when it is loaded, which is before `main`. Here it is made to choose again, which takes no time; a
  /// library that cannot do so is loaded anew with the whole program, some 20 ms. A variable that the user has set is respected. Returns when nothing has to
  /// change, or nothing can.
  public static func chooseAtStart() {
    OpenBLAS.useOneThread()
    guard unsafe getenv(variable) == nil, unsafe getenv(marker) == nil,
      OpenBLAS.slowKernels.contains(OpenBLAS.kernel), let fitting = OpenBLAS.fittingKernel
    else { return }
    unsafe setenv(variable, fitting, 1)
    unsafe setenv(marker, fitting, 1)
    if OpenBLAS.chooseAgain(fitting) { return }
    // Safe: the arguments are copied into C strings that end with a null pointer, and `execv` replaces the process or fails.
    unsafe CommandLine.unsafeArgv.withMemoryRebound(
      to: UnsafeMutablePointer<CChar>?.self, capacity: Int(CommandLine.argc) + 1
    ) { _ = unsafe execv("/proc/self/exe", $0) }
    unsafe unsetenv(variable)
    unsafe unsetenv(marker)
  }

  /// Who chose the kernel: `program`, `user` or `OpenBLAS`.
  static var chosenBy: String {
    if unsafe getenv(marker) != nil { return "program" }
    return unsafe getenv(variable) != nil ? "user" : "OpenBLAS"
  }

  /// Whether a slow kernel stays although the processor could do better.
  static var isSlow: Bool {
    OpenBLAS.slowKernels.contains(OpenBLAS.kernel) && OpenBLAS.fittingKernel != nil
  }
}
