# expect: psgsh:BuildingBlockDemand-buildingBlockRole sh:NodeConstraintComponent
# The code for “Building Block role” is not in the code list.
INSERT DATA { <id/demand/example> psg:buildingBlockRole <codelist/building-block-role/unknown> }
