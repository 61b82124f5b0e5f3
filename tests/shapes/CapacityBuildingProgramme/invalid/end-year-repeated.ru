# expect: psgsh:CapacityBuildingProgramme-endYear sh:MaxCountConstraintComponent
# The programme has two values of “end year”.
INSERT DATA { <id/programme/example> psg:endYear 2029 , 2030 }
