# expect: psgsh:BuildingBlockDemand-requiresBuildingBlock sh:ClassConstraintComponent
# The Building Block demand names a Building Block that is not described anywhere.
DELETE WHERE { <id/demand/example> psg:requiresBuildingBlock ?value } ;
INSERT DATA { <id/demand/example> psg:requiresBuildingBlock <id/building-block/nowhere> }
