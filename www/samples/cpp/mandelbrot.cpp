// Draws the Mandelbrot set as a BMP picture.
#include "extism.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace {

constexpr int kMostSteps = 200;

// How many steps a point takes to leave, as a fraction of the most; 1 for points that stay.
double Escape(double x0, double y0) {
  double x = 0, y = 0;
  for (int step = 0; step < kMostSteps; step++) {
    double xx = x * x, yy = y * y;
    // Between whole steps, so that there are no bands.
    if (xx + yy > 256) return (step + 1 - std::log2(std::log2(xx + yy) / 2)) / kMostSteps;
    y = 2 * x * y + y0;
    x = xx - yy + x0;
  }
  return 1;
}

std::array<uint8_t, 3> Colour(double escape) {
  if (escape >= 1) return {24, 18, 14};
  double t = std::sqrt(escape < 0 ? 0 : escape);
  auto channel = [t](double phase) { return static_cast<uint8_t>(127.5 + 127.5 * std::cos(6.283 * (t * 1.6 + phase))); };
  return {channel(0.35), channel(0.5), channel(0.6)};
}

void Put(std::vector<uint8_t> &out, size_t at, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; i++) out[at + i] = static_cast<uint8_t>(value >> (8 * i));
}

}  // namespace

// Takes the width in pixels as text, 320 if there is none; the picture is two thirds as high.
extern "C" EXTISM_EXPORT(draw) {
  char *input = extism_input_text();
  long given = std::strtol(input, nullptr, 10);
  std::free(input);
  int width = given > 0 && given <= 2000 ? static_cast<int>(given) : 320;
  int height = width * 2 / 3;
  size_t row = (static_cast<size_t>(width) * 3 + 3) / 4 * 4;
  constexpr size_t kHeader = 54;
  std::vector<uint8_t> out(kHeader + row * height);
  out[0] = 'B';
  out[1] = 'M';
  Put(out, 2, static_cast<uint32_t>(out.size()), 4);
  Put(out, 10, kHeader, 4);
  Put(out, 14, 40, 4);
  Put(out, 18, static_cast<uint32_t>(width), 4);
  Put(out, 22, static_cast<uint32_t>(height), 4);
  Put(out, 26, 1, 2);
  Put(out, 28, 24, 2);
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      auto colour = Colour(Escape(-2.2 + 3.2 * x / width, -1.06 + 2.13 * y / height));
      for (int i = 0; i < 3; i++) out[kHeader + row * y + 3 * x + i] = colour[i];
    }
  }
  extism_output(out.data(), out.size());
  return 0;
}
