// The one door to ECharts: only what is drawn here, loaded when a chart is about to be seen.
import { BarChart, CustomChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent } from "echarts/components";
import { init, use, type EChartsCoreOption, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

// Canvas, and no tooltips: both other ways write style attributes that the page's CSP forbids.
use([BarChart, ScatterChart, CustomChart, GridComponent, AriaComponent, CanvasRenderer]);

export { init, type EChartsCoreOption, type EChartsType };
