# expect: psgsh:CapacityBuildingProgramme-startYear-order sh:LessThanOrEqualsConstraintComponent
# The programme ends before it starts.
INSERT DATA { <id/programme/example> psg:startYear 2027 ; psg:endYear 2026 }
