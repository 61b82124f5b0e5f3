# expect: psgsh:RoadmapItem-estimatedCost sh:MaxCountConstraintComponent
# The item has two values of “estimated cost”.
INSERT DATA { <id/roadmap-item/example> psg:estimatedCost 90.5 }
