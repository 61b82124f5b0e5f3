# expect: psgsh:ProcurementEstimate-estimateFor sh:MaxCountConstraintComponent
# The estimate names two Building Blocks.
INSERT DATA { <id/estimate/example> psg:estimateFor <id/building-block/first> , <id/building-block/second> }
