import Billing
import CPango

/// Pages drawn to a PDF in memory.
@safe struct PDFDrawing {
  /// What the file says of itself.
  struct Properties: Hashable, Sendable {
    var title: String
    var author: String
    /// ISO 8601.
    var date: String
  }

  private final class Sink {
    var bytes: [UInt8] = []
  }

  /// - Returns: a PDF of Cairo's, with its fonts embedded as far as they are used.
  static func pdf(
    _ pages: [PageItems], width: Double, height: Double, _ properties: Properties,
    _ setter: TextSetter
  ) throws(PageFailure) -> [UInt8] {
    let sink = Sink()
    let context = unsafe Unmanaged.passUnretained(sink).toOpaque()
    let surface = unsafe cairo_pdf_surface_create_for_stream(
      { context, data, count in
        guard let context = unsafe context, let data = unsafe data else {
          return CAIRO_STATUS_WRITE_ERROR
        }
        // The sink outlives the surface, which is finished before the function returns.
        unsafe Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().bytes.append(
          contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
      }, context, width, height)
    guard let surface = unsafe surface else { throw .memory }
    defer { unsafe cairo_surface_destroy(surface) }
    unsafe cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
    unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, properties.title)
    unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, properties.author)
    unsafe cairo_pdf_surface_set_metadata(
      surface, CAIRO_PDF_METADATA_CREATE_DATE, properties.date)
    unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, properties.date)
    guard let canvas = unsafe cairo_create(surface) else { throw .memory }
    defer { unsafe cairo_destroy(canvas) }
    for page in pages {
      for rule in page.rules { unsafe draw(rule, on: canvas) }
      for item in page.pictures { unsafe item.picture.draw(item, on: canvas) }
      for text in page.texts { unsafe setter.draw(text, on: canvas) }
      unsafe cairo_show_page(canvas)
    }
    unsafe cairo_surface_finish(surface)
    let status = unsafe cairo_surface_status(surface)
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .library(unsafe String(cString: cairo_status_to_string(status)))
    }
    return withExtendedLifetime(sink) { $0.bytes }
  }

  private static func draw(_ rule: RuleItem, on canvas: OpaquePointer) {
    unsafe cairo_set_source_rgb(canvas, rule.gray, rule.gray, rule.gray)
    unsafe cairo_set_line_width(canvas, rule.weight)
    unsafe cairo_move_to(canvas, rule.x, rule.y)
    unsafe cairo_line_to(canvas, rule.x + rule.width, rule.y)
    unsafe cairo_stroke(canvas)
  }
}
