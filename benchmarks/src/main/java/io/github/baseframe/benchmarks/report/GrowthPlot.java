package io.github.baseframe.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** One metric against what grows, both in logarithmic scale, a line for each server. */
public final class GrowthPlot {

  private static final int WIDTH = 800;
  private static final int HEIGHT = 500;

  /** A logarithmic scale has no zero, which is what a run shorter than a clock tick may cost. */
  private static final double LEAST = 0.001;

  private record Line(List<Double> x, List<Double> y) {}

  private final String axis;
  private final Metric metric;
  private final Map<String, Line> lines = new LinkedHashMap<>();

  /**
   * Without any points yet.
   *
   * @param axis what grows, as part of a file name
   * @param metric what is plotted
   */
  public GrowthPlot(String axis, Metric metric) {
    this.axis = axis;
    this.metric = metric;
  }

  /**
   * Adds a point.
   *
   * @param server the name of whose
   * @param value how large it is, which grows from call to call
   * @param figures what was measured then
   */
  public void add(String server, double value, Map<Metric, Double> figures) {
    Line line =
        lines.computeIfAbsent(server, any -> new Line(new ArrayList<>(), new ArrayList<>()));
    line.x().add(value);
    line.y().add(Math.max(LEAST, figures.get(metric)));
  }

  /**
   * Writes the plot as SVG.
   *
   * @param directory an existing one
   * @return the file
   * @throws IOException if it cannot be written
   */
  public Path write(Path directory) throws IOException {
    System.setProperty("java.awt.headless", "true");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(axis)
            .yAxisTitle(metric.label())
            .build();
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setXAxisDecimalPattern("#,###").setYAxisDecimalPattern("#,###.###");
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    // Dashes would make the file ten times as large.
    chart.getStyler().setPlotGridLinesStroke(new BasicStroke());
    // Only powers of ten have a label, so the axis ends at them.
    DoubleSummaryStatistics range =
        lines.values().stream()
            .flatMap(line -> line.y().stream())
            .collect(Collectors.summarizingDouble(Double::doubleValue));
    chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(range.getMin()))));
    chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(range.getMax()))));
    lines.forEach((server, line) -> chart.addSeries(server, line.x(), line.y()));
    String name = axis + "-" + metric.name().toLowerCase(Locale.ROOT) + ".svg";
    Path file = directory.resolve(name);
    try (OutputStream svg = Files.newOutputStream(file)) {
      ChartEncoder.saveChart(chart, svg, "svg");
    }
    return file;
  }
}
