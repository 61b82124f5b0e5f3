# expect: psgsh:System-monitoringTool sh:DatatypeConstraintComponent
# The value of “monitoring tool” has a language tag.
INSERT DATA { <id/system/example> psg:monitoringTool "text"@en }
