internal import CKernels
internal import COpenBLAS

#if canImport(Glibc)
internal import Glibc
#else
internal import Foundation
#endif

/// The OpenBLAS that this process has loaded.
public enum OpenBLAS {
  /// Name of the kernels that OpenBLAS chose for this processor, such as `Haswell`.
  public static var kernel: String {
    // Safe: OpenBLAS returns a pointer to a constant, null-terminated string.
    unsafe String(cString: openblas_get_corename())
  }

  /// Version and build options in OpenBLAS's own words, such as `OpenBLAS 0.3.21 DYNAMIC_ARCH …`.
  public static var configuration: String {
    // Safe: as above.
    unsafe String(cString: openblas_get_config())
  }

  /// The version number alone, such as `0.3.21`.
  public static var version: String {
    let words = configuration.split(separator: " ")
    return words.count > 1 ? String(words[1]) : configuration
  }

  /// Threads that OpenBLAS uses inside one product.
  public static var threads: Int { Int(openblas_get_num_threads()) }

  /// Makes every product run on the thread that asks for it.
  ///
  /// The program runs blocks in parallel itself; threads within products would only multiply.
  public static func useOneThread() { openblas_set_num_threads(1) }

  /// Kernels made for processors without the wide registers that every server has had since 2013.
  public static let slowKernels: Set<String> = [
    "Katmai", "Coppermine", "Northwood", "Prescott", "Banias", "Atom", "Core2", "Penryn",
    "Dunnington", "Athlon", "Opteron", "Opteron_SSE3", "Barcelona", "Bobcat", "Nano", "Nehalem",
    "Generic",
  ]

  /// The kernel that fits what the processor can do; nil when it has neither AVX nor anything newer.
  ///
  /// Compared with ``kernel`` it shows a library that is older than the processor: OpenBLAS 0.3.21 takes its oldest
  /// kernels for processors that it does not know (OpenMathLib/OpenBLAS issue 4267).
  public static var fittingKernel: String? {
    let level = ck_processor_level()
    return switch level {
    case 3: "SkylakeX"
    case 2: "Haswell"
    case 1: "Sandybridge"
    default: nil
    }
  }

  /// Lets OpenBLAS choose its kernels once more, as it does when it is loaded; before that the variable `OPENBLAS_CORETYPE` has to name them.
  ///
  /// Builds that hold kernels for many processors (`DYNAMIC_ARCH`) export the two functions that this takes, though they are in no header. Nothing may be
  /// computed meanwhile, so this belongs at the start of the program.
  ///
  /// - Returns: Whether the wanted kernels are in use now; not so where the library lacks the functions or the kernels.
  public static func chooseAgain(_ wanted: String) -> Bool {
    typealias Function = @convention(c) () -> Void
    // Safe: the names are looked up among what is loaded, and become C strings for the length of the calls.
    guard let forget = unsafe dlsym(nil, "gotoblas_dynamic_quit"),
      let choose = unsafe dlsym(nil, "gotoblas_dynamic_init")
    else { return false }
    // Safe: both functions take nothing and return nothing (`driver/others/dynamic.c` of every release since 0.2).
    unsafe unsafeBitCast(forget, to: Function.self)()
    unsafe unsafeBitCast(choose, to: Function.self)()
    return kernel == wanted
  }

  /// Largest relative error of a product of two known matrices against the same product in plain Swift.
  ///
  /// Old builds are known to compute wrong results on some processors; anything above 1e-12 is a fault of the library.
  public static func selfCheck() -> Double {
    let size = 67
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53 - 0.5
    }
    let left = Matrix(rows: size, columns: size) { _, _ in next() }
    let right = Matrix(rows: size, columns: size) { _, _ in next() }
    let fast = left.times(right)
    var worst = 0.0
    for row in 0..<size {
      for column in 0..<size {
        var plain = 0.0
        for inner in 0..<size { plain += left[row, inner] * right[inner, column] }
        worst = max(worst, abs(fast[row, column] - plain) / Double(size))
      }
    }
    return worst.isFinite ? worst : .infinity
  }
}
