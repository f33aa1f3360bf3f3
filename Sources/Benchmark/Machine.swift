internal import CKernels
internal import Foundation
internal import LinearAlgebra

/// What the measurements were made on.
public struct Machine: Hashable, Sendable {
  /// The processor, in its maker's words.
  public let processor: String
  /// Cores that the process may use.
  public let cores: Int
  /// Which of the program's loops run: 3 for AVX-512, 2 for AVX2, 0 for the plain ones.
  public let vectorLevel: Int
  /// Bytes of the second-level cache of a core; nil where the system does not say.
  public let secondLevelCache: Int?
  /// Version of OpenBLAS.
  public let openBLASVersion: String
  /// The kernels that OpenBLAS uses.
  public let openBLASKernel: String

  /// Looks at the machine that the process runs on.
  public init() {
    processor = Machine.processorName() ?? "unknown processor"
    cores = ProcessInfo.processInfo.activeProcessorCount
    vectorLevel = Int(ck_level())
    let cache = Int(sysconf(Int32(_SC_LEVEL2_CACHE_SIZE)))
    secondLevelCache = cache > 0 ? cache : nil
    openBLASVersion = OpenBLAS.version
    openBLASKernel = OpenBLAS.kernel
  }

  /// The words for a vector level.
  public var vectorName: String {
    switch vectorLevel {
    case 3: "AVX-512"
    case 2: "AVX2"
    default: "SSE2"
    }
  }

  /// The first `model name` of `/proc/cpuinfo`.
  private static func processorName() -> String? {
    guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else {
      return nil
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":", maxSplits: 1).last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
  }

  /// The most memory that the process has had at once, in bytes; nil where the system does not say.
  ///
  /// From `VmHWM` of `/proc/self/status`, which begins anew with each program; what `getrusage` tells contains the memory of the parent.
  public static func peakMemory() -> Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
      .map { $0 * 1024 }
  }
}
