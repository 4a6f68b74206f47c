import CQPDF

/// A PDF in memory, read by qpdf.
@safe final class PDFFile {
  let data: qpdf_data
  /// qpdf reads from it as long as the file lives.
  private let bytes: UnsafeMutableBufferPointer<CChar>

  init(_ source: [UInt8]) throws(PageFailure) {
    guard let data = unsafe qpdf_init() else { throw .memory }
    unsafe bytes = .allocate(capacity: source.count)
    for (index, byte) in source.enumerated() { unsafe bytes[index] = CChar(bitPattern: byte) }
    unsafe self.data = data
    unsafe qpdf_silence_errors(data)
    unsafe qpdf_set_suppress_warnings(data, 1)
    let result = unsafe qpdf_read_memory(
      data, "document", bytes.baseAddress, UInt64(source.count), nil)
    guard result & Self.failed == 0 else { throw failure }
  }

  deinit {
    var data: qpdf_data? = unsafe data
    unsafe qpdf_cleanup(&data)
    unsafe bytes.deallocate()
  }

  /// `QPDF_ERRORS`; warnings are of no consequence.
  static let failed: Int32 = 2

  /// What qpdf says of its last error.
  var failure: PageFailure {
    guard unsafe qpdf_has_error(data) != 0, let error = unsafe qpdf_get_error(data),
      let words = unsafe qpdf_get_error_message_detail(data, error)
    else { return .pdf("it is damaged") }
    if unsafe qpdf_get_error_code(data, error) == qpdf_e_password { return .password }
    return .pdf(unsafe String(cString: words))
  }
}
