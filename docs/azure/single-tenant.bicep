// An Azure Bot that signs in with an app registration of its own tenant, and its Teams channel.
// docs/azure.md says how to use it.

targetScope = 'resourceGroup'

@description('Name of the Azure Bot, the only one of this name in Azure.')
@minLength(4)
@maxLength(42)
param name string = 'callcheck'

@description('Name that people see.')
@maxLength(42)
param displayName string = 'Callcheck'

@description('Where the server is reached, without a path and without a slash at the end.')
param publicUrl string

@description('Application (client) ID of the app registration. One Azure Bot for each.')
param appId string

@description('Directory (tenant) ID of the app registration.')
param tenantId string = tenant().tenantId

@description('F0 is free, and all that Teams needs.')
@allowed([
  'F0'
  'S1'
])
param sku string = 'F0'

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: sku
  }
  properties: {
    displayName: displayName
    endpoint: '${publicUrl}/api/messages'
    msaAppId: appId
    msaAppType: 'SingleTenant'
    msaAppTenantId: tenantId
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

output MicrosoftAppId string = appId
output MicrosoftAppTenantId string = tenantId
output MicrosoftAppType string = 'SingleTenant'
