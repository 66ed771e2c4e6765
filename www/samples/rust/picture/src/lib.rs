//! Filters for pictures: a PNG in, a PNG out.

use extism_pdk::*;
use png::{BitDepth, ColorType, Decoder, Encoder, Transformations};

/// A picture in grey, a byte for each pixel.
struct Grey {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Grey {
    fn read(bytes: &[u8]) -> Result<Self, Error> {
        let mut decoder = Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
        let mut reader = decoder.read_info()?;
        let size = reader
            .output_buffer_size()
            .ok_or_else(|| Error::msg("the picture is too large"))?;
        let mut buffer = vec![0; size];
        let info = reader.next_frame(&mut buffer)?;
        let samples = info.color_type.samples();
        let is_grey = matches!(info.color_type, ColorType::Grayscale | ColorType::GrayscaleAlpha);
        let brightness = |pixel: &[u8]| {
            if is_grey {
                return pixel[0];
            }
            // How bright red, green and blue look to people.
            let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
            ((299 * red + 587 * green + 114 * blue) / 1000) as u8
        };
        let pixels = buffer[..info.buffer_size()]
            .chunks_exact(samples)
            .map(brightness)
            .collect();
        Ok(Self {
            width: info.width,
            height: info.height,
            pixels,
        })
    }

    fn write(&self) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, self.width, self.height);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::Eight);
        encoder.write_header()?.write_image_data(&self.pixels)?;
        Ok(out)
    }

    /// The brightness at a place; outside, that of the nearest edge.
    fn at(&self, x: i64, y: i64) -> i32 {
        let x = x.clamp(0, i64::from(self.width) - 1);
        let y = y.clamp(0, i64::from(self.height) - 1);
        self.pixels[(y * i64::from(self.width) + x) as usize].into()
    }
}

/// Black and white dots, as newspapers print: each pixel passes what it is off by to its neighbours (Floyd and Steinberg).
#[plugin_fn]
pub fn dither(input: Vec<u8>) -> FnResult<Vec<u8>> {
    let mut picture = Grey::read(&input)?;
    let width = picture.width as usize;
    let mut rest: Vec<i32> = picture.pixels.iter().map(|&pixel| pixel.into()).collect();
    for index in 0..rest.len() {
        let white = rest[index] > 127;
        let off = rest[index] - if white { 255 } else { 0 };
        picture.pixels[index] = if white { 255 } else { 0 };
        let x = index % width;
        let mut pass = |to: usize, sixteenths: i32| {
            if let Some(pixel) = rest.get_mut(to) {
                *pixel += off * sixteenths / 16;
            }
        };
        if x + 1 < width {
            pass(index + 1, 7);
            pass(index + width + 1, 1);
        }
        if x > 0 {
            pass(index + width - 1, 3);
        }
        pass(index + width, 5);
    }
    Ok(picture.write()?)
}

/// White lines where brightness changes (Sobel).
#[plugin_fn]
pub fn edges(input: Vec<u8>) -> FnResult<Vec<u8>> {
    let picture = Grey::read(&input)?;
    let mut pixels = Vec::with_capacity(picture.pixels.len());
    for y in 0..i64::from(picture.height) {
        for x in 0..i64::from(picture.width) {
            let at = |dx: i64, dy: i64| picture.at(x + dx, y + dy);
            let across = at(1, -1) + 2 * at(1, 0) + at(1, 1) - at(-1, -1) - 2 * at(-1, 0) - at(-1, 1);
            let down = at(-1, 1) + 2 * at(0, 1) + at(1, 1) - at(-1, -1) - 2 * at(0, -1) - at(1, -1);
            pixels.push(f64::from(across).hypot(f64::from(down)).min(255.0) as u8);
        }
    }
    Ok(Grey { pixels, ..picture }.write()?)
}

/// The negative.
#[plugin_fn]
pub fn invert(input: Vec<u8>) -> FnResult<Vec<u8>> {
    let mut picture = Grey::read(&input)?;
    for pixel in &mut picture.pixels {
        *pixel = 255 - *pixel;
    }
    Ok(picture.write()?)
}
