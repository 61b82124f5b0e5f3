# expect: psgsh:RoadmapPhase-endYear sh:MaxCountConstraintComponent
# The phase has two values of “end year”.
INSERT DATA { <id/phase/example> psg:endYear 2030 }
