# expect: psgsh:CapacityBuildingProgramme-endYear sh:DatatypeConstraintComponent
# The value of “end year” is not a whole number.
INSERT DATA { <id/programme/example> psg:endYear 2027.5 }
