import * as echarts from 'echarts/core';
import { MapChart } from 'echarts/charts';
import { TooltipComponent, VisualMapPiecewiseComponent, VisualMapContinuousComponent, AriaComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
echarts.use([MapChart, TooltipComponent, VisualMapPiecewiseComponent, VisualMapContinuousComponent, AriaComponent, SVGRenderer]);
window.echarts = echarts;
