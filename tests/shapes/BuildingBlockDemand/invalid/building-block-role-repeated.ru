# expect: psgsh:BuildingBlockDemand-buildingBlockRole sh:MaxCountConstraintComponent
# The Building Block demand has two codes for “Building Block role”.
INSERT DATA { <id/demand/example> psg:buildingBlockRole <codelist/building-block-role/conditional> , <codelist/building-block-role/optional> }
