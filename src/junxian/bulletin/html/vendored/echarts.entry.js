import * as echarts from 'echarts/core';
import { BarChart, HeatmapChart, MapChart, ScatterChart, SunburstChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent, VisualMapContinuousComponent, VisualMapPiecewiseComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
echarts.use([BarChart, HeatmapChart, MapChart, ScatterChart, SunburstChart, AriaComponent, GridComponent, TooltipComponent, VisualMapContinuousComponent, VisualMapPiecewiseComponent, SVGRenderer]);
window.echarts = echarts;
