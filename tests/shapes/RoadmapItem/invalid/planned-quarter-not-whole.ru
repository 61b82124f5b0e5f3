# expect: psgsh:RoadmapItem-plannedQuarter sh:DatatypeConstraintComponent
# The value of “planned quarter” is not a whole number.
INSERT DATA { <id/roadmap-item/example> psg:plannedQuarter 2.5 }
