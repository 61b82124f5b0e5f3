# expect: psgsh:BuildingBlockDemand-requiresBuildingBlock sh:MinCountConstraintComponent
# The Building Block demand names no Building Block.
DELETE WHERE { <id/demand/example> psg:requiresBuildingBlock ?value }
