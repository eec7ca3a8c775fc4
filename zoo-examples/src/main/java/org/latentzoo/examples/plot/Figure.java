package org.latentzoo.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart of points and lines over two axes, with a legend. */
public final class Figure {
  /** Okabe and Ito 2008, the strongest on white first. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x0072B2),
          new Color(0xE69F00),
          new Color(0x009E73),
          new Color(0xD55E00),
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0x000000),
          new Color(0xF0E442));

  private static final Color REFERENCE = new Color(0x777777);
  private static final List<Marker> MARKERS =
      List.of(SeriesMarkers.CIRCLE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.SQUARE);

  /** How many series of points differ by colour or by the shape of the points. */
  public static final int STYLES = COLORS.size() * MARKERS.size();

  private static final int STEPS = 400;

  private final XYChart chart;
  private int drawn;

  /** An empty chart, its axes named. */
  public Figure(int width, int height, String x, String y) {
    chart = new XYChartBuilder().width(width).height(height).xAxisTitle(x).yAxisTitle(y).build();
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.OutsideE)
        .setLegendBorderColor(Color.WHITE)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setAntiAlias(true);
    chart.getStyler().setPlotGridLinesColor(new Color(0xE8E8E8)).setAxisTickMarksColor(REFERENCE);
    chart.getStyler().setMarkerSize(6);
  }

  /** Shows both axes from {@code -limit} to {@code limit}. */
  public Figure within(double limit) {
    return within(new Window(0, 0, limit));
  }

  /** Shows this part of the plane. */
  public Figure within(Window window) {
    double half = window.half();
    chart.getStyler().setXAxisMin(window.x() - half).setXAxisMax(window.x() + half);
    chart.getStyler().setYAxisMin(window.y() - half).setYAxisMax(window.y() + half);
    return this;
  }

  /** Adds points in the next style. */
  public Figure points(String name, double[] x, double[] y) {
    var series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    series.setMarkerColor(COLORS.get(drawn % COLORS.size()));
    series.setMarker(MARKERS.get(drawn / COLORS.size() % MARKERS.size()));
    drawn++;
    return this;
  }

  /** Adds y = f(x) between two x, in the next colour. */
  public Figure curve(String name, double from, double to, DoubleUnaryOperator f) {
    var x =
        IntStream.rangeClosed(0, STEPS).mapToDouble(i -> from + i * (to - from) / STEPS).toArray();
    var y = Arrays.stream(x).map(f).toArray();
    stroke(name, x, y, COLORS.get(drawn++ % COLORS.size()));
    return this;
  }

  /** Adds a grey line to compare with. */
  public Figure reference(String name, double[] x, double[] y) {
    stroke(name, x, y, REFERENCE);
    return this;
  }

  /** Adds lines of one kind, {@code color} of the palette's; the first is in the legend. */
  public Figure lines(String name, int color, List<double[][]> lines) {
    for (int i = 0; i < lines.size(); i++) {
      var line = lines.get(i);
      stroke(i == 0 ? name : name + " " + i, line[0], line[1], COLORS.get(color))
          .setShowInLegend(i == 0);
    }
    return this;
  }

  private XYSeries stroke(String name, double[] x, double[] y, Color color) {
    var series = chart.addSeries(name, x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(2));
    return series;
  }

  /** Writes a PNG file. */
  public void write(Path png) {
    Panels.write(png, List.of(image()));
  }

  BufferedImage image() {
    return BitmapEncoder.getBufferedImage(chart);
  }
}
