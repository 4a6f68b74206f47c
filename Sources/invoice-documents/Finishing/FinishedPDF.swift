import CQPDF

/// What Cairo does not write: the language of the text, an identifier that follows from the content, and the objects packed.
@safe enum FinishedPDF {
  static func bytes(of drawn: [UInt8], language: String) throws(PageFailure) -> [UInt8] {
    let file = try PDFFile(drawn)
    let data = unsafe file.data
    let root = unsafe qpdf_get_root(data)
    unsafe qpdf_oh_replace_key(data, root, "/Lang", qpdf_oh_new_unicode_string(data, language))
    let preferences = unsafe qpdf_oh_new_dictionary(data)
    unsafe qpdf_oh_replace_key(data, preferences, "/DisplayDocTitle", qpdf_oh_new_bool(data, 1))
    unsafe qpdf_oh_replace_key(data, root, "/ViewerPreferences", preferences)
    guard unsafe qpdf_init_write_memory(data) & PDFFile.failed == 0 else { throw file.failure }
    unsafe qpdf_set_deterministic_ID(data, 1)
    unsafe qpdf_set_object_stream_mode(data, qpdf_o_generate)
    guard unsafe qpdf_write(data) & PDFFile.failed == 0, let buffer = unsafe qpdf_get_buffer(data)
    else { throw file.failure }
    // qpdf's buffer lives as long as the file.
    return withExtendedLifetime(file) { _ in
      unsafe Array(UnsafeBufferPointer(start: buffer, count: qpdf_get_buffer_length(data)))
    }
  }
}
