import Billing
import CPango

/// An image that is unpacked and can be drawn.
@safe final class Picture {
  private let surface: OpaquePointer
  let width: Double
  let height: Double

  private final class Source {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    /// Whether there were as many bytes as the buffer has room for.
    func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) -> Bool {
      guard rest.count >= buffer.count else { return false }
      _ = unsafe buffer.update(fromContentsOf: rest.prefix(buffer.count))
      rest = rest.dropFirst(buffer.count)
      return true
    }
  }

  /// nil where Cairo finds that it cannot be unpacked. Its size is bounded (``PNGImage/mostPixels``).
  init?(_ image: PNGImage) {
    let source = Source(image.bytes)
    // The source outlives the call, which reads everything.
    let surface = unsafe withExtendedLifetime(source) { source in
      let context = unsafe Unmanaged.passUnretained(source).toOpaque()
      return unsafe cairo_image_surface_create_from_png_stream(
        { context, data, count in
          guard let context = unsafe context, let data = unsafe data else {
            return CAIRO_STATUS_READ_ERROR
          }
          let source = unsafe Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
          let buffer = unsafe UnsafeMutableBufferPointer(start: data, count: Int(count))
          return unsafe source.fill(buffer) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
        }, context)
    }
    guard let surface = unsafe surface else { return nil }
    guard unsafe cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
      unsafe cairo_surface_destroy(surface)
      return nil
    }
    unsafe self.surface = surface
    width = Double(image.width)
    height = Double(image.height)
  }

  deinit { unsafe cairo_surface_destroy(surface) }

  func draw(_ item: PictureItem, on canvas: OpaquePointer) {
    unsafe cairo_save(canvas)
    unsafe cairo_translate(canvas, item.x, item.y)
    unsafe cairo_scale(canvas, item.scale, item.scale)
    unsafe cairo_set_source_surface(canvas, surface, 0, 0)
    unsafe cairo_paint(canvas)
    unsafe cairo_restore(canvas)
  }
}

/// A picture in its place, with its upper left corner at `x` and `y`.
struct PictureItem {
  let picture: Picture
  let x: Double
  let y: Double
  /// Points for a pixel, either way.
  let scale: Double

  /// As large as it fits into `width` and `height`, and no larger than at 96 pixels an inch.
  init(_ picture: Picture, x: Double, y: Double, width: Double, height: Double) {
    self.picture = picture
    self.x = x
    self.y = y
    scale = min(0.75, width / picture.width, height / picture.height)
  }

  var height: Double { picture.height * scale }
}
