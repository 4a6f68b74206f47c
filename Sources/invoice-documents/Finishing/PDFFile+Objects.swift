import CQPDF
import Glibc

/// What objects of a PDF hold.
extension PDFFile {
  /// 0 for what is no array.
  func count(of array: qpdf_oh) -> Int {
    guard unsafe qpdf_oh_is_array(data, array) != 0 else { return 0 }
    return Int(unsafe qpdf_oh_get_array_n_items(data, array))
  }

  func dictionary(_ object: qpdf_oh, _ key: String) -> qpdf_oh? {
    let value = unsafe qpdf_oh_get_key(data, object, key)
    return unsafe qpdf_oh_is_dictionary(data, value) != 0 ? value : nil
  }

  func text(_ object: qpdf_oh, _ key: String) -> String? {
    let value = unsafe qpdf_oh_get_key(data, object, key)
    guard unsafe qpdf_oh_is_string(data, value) != 0,
      let text = unsafe qpdf_oh_get_utf8_value(data, value)
    else { return nil }
    return unsafe String(cString: text)
  }

  /// With its slash.
  func name(_ object: qpdf_oh, _ key: String) -> String? {
    let value = unsafe qpdf_oh_get_key(data, object, key)
    guard unsafe qpdf_oh_is_name(data, value) != 0,
      let text = unsafe qpdf_oh_get_name(data, value)
    else { return nil }
    return unsafe String(cString: text)
  }

  /// A stream's content, unpacked.
  func bytes(of stream: qpdf_oh) throws(PageFailure) -> [UInt8] {
    var buffer: UnsafeMutablePointer<UInt8>?
    var count = 0
    var isUnpacked: QPDF_BOOL = 0
    let result = unsafe qpdf_oh_get_stream_data(
      data, stream, qpdf_dl_generalized, &isUnpacked, &buffer, &count)
    defer { unsafe free(buffer) }
    guard result & Self.failed == 0, isUnpacked != 0, let buffer = unsafe buffer else {
      throw failure
    }
    return unsafe Array(UnsafeBufferPointer(start: buffer, count: count))
  }
}
